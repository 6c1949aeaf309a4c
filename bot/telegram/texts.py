"""What the bot says in its own words."""

WELCOME = (
    "I answer questions about a collection of reports: who said what, word for word, and where it stands. "
    "What the reports don't say, I don't answer."
)
TRY = "Ask in your own words, or try one of these:"
HELP = (
    "Ask a question in your own words: who said something, what somebody said, whether they did.\n\n"
    "The answer quotes the reports word for word; each number stands for a place in a report. The buttons "
    "below open the passage there, and the passages before and after. Your next question may build on "
    "the one before.\n\n"
    "In a group I answer /ask and replies to my messages.\n\n"
    "/ask and a question\n"
    "/new starts a new conversation\n"
    "/privacy says what I keep\n"
    "/forget deletes it\n"
    "/start shows examples"
)
PRIVACY = (
    "I keep the answers of this chat, with their questions, so that their buttons go on working, and what "
    "you send until it is answered. It stays in one file on the machine of this bot's owner. Telegram passes "
    "every message along and keeps it under its own rules.\n\n"
    "/new makes me forget what we talked about. /forget deletes all that I keep of this chat, at once."
)
NEW = "A new conversation. Ask your question."
FORGOTTEN = "All that I kept of this chat is deleted. The buttons of earlier answers no longer work."
ASK_WHAT = "Write the question after the command: /ask Who said …?"
UNKNOWN_COMMAND = "I don't know this command. /help says what I can do."
ONLY_TEXT = "I can read text only. Write your question as a message."
TOO_OLD = "This answer is too old: it is no longer kept. Ask the question again."


def refusal(user_id: int) -> str:
    return f"This bot is private. Your id is {user_id}: give it to its owner."


def failure(reference: str) -> str:
    return f"Something went wrong on my side. Ask again; if it stays so, tell this bot's owner: {reference}"


def asked(question: str, lead: str) -> str:
    """The lead of an answer to a question that stands nowhere in the chat, since a button asked it."""
    return f"You asked: {question}\n\n{lead}".rstrip()
