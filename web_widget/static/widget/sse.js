function parseBlock(block) {
  const event = { type: "message", id: null, data: [] };
  for (const line of block.split("\n")) {
    const [, field, value] = /^([^:]*):? ?(.*)$/.exec(line);
    if (field === "event") event.type = value;
    else if (field === "id") event.id = value;
    else if (field === "data") event.data.push(value);
  }
  return event.data.length ? { ...event, data: event.data.join("\n") } : null;
}

/** Read server-sent events from a byte stream, since EventSource can't send a token; `onBytes` hears the silent ones too. */
export async function* readEvents(stream, onBytes = () => {}) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = "";
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      onBytes();
      buffer = (buffer + value).replace(/\r\n?/g, "\n");
      const blocks = buffer.split("\n\n");
      buffer = blocks.pop();
      for (const event of blocks.map(parseBlock)) if (event) yield event;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}
