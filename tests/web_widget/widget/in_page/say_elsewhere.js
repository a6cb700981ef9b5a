// Go on with the conversation as another page of the same tab would.
async () => {
  const kept = JSON.parse(sessionStorage.getItem("kreft-chat"));
  await fetch(`/api/v1/conversations/${kept.id}/messages`, {
    method: "POST",
    headers: { Authorization: `Bearer ${kept.token}`, "Content-Type": "application/json" },
    body: JSON.stringify({ text: "sagt på en annen side", client_message_id: crypto.randomUUID() }),
  });
  sessionStorage.setItem("kreft-chat", JSON.stringify({ ...kept, draft: "halvferdig der" }));
}
