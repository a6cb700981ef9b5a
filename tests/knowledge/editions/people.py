"""Who works with the texts in the tests, and a bot of theirs."""

from knowledge.editions.desk import Member

EDITOR = Member("01EDITOR", "Kari Redaktør", is_editor=True)
COLLEAGUE = Member("01COLLEAGUE", "Ola Redaktør", is_editor=True)
REVIEWER = Member("01REVIEWER", "Berit Godkjenner", is_reviewer=True)
BOTH = Member("01BOTH", "Eva Begge", is_editor=True, is_reviewer=True)
OUTSIDER = Member("01OUTSIDER", "Utenfor")
DOMAIN = """version: "3.1"

intents:
  - ask_question

responses:
  utter_hei:
    - text: Hei, hva lurer du på?
      custom: {route: smalltalk}
  utter_hei_nn:
    - text: Hei, kva lurer du på?
      custom: {route: smalltalk}
"""
NLU = """version: "3.1"

nlu:
  - intent: greet
    examples: |
      - hei
      - god dag
  - intent: thank
    examples: |
      - takk
"""
