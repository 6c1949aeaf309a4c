"""Who stands behind a claim: outlet, agency, official, as far as the reports tell."""

from __future__ import annotations

from bot.citing import called
from bot.forms.asked import SHOWN, Asked, answer, relevant
from bot.quotes import Quote
from bot.types import Answer


def source_of(asked: Asked) -> Answer:
    """Each quote under the chain of those through whom it came, the report's outlet first."""
    page, _ = asked.page(relevant(asked.quotes), SHOWN)
    return answer(asked, [(chain(quote), [quote]) for quote in page])


def chain(quote: Quote) -> str:
    """ "The Courier, from Reuters, from Ann Baker (mayor)"."""
    links = [quote.report.source or quote.report.title or quote.report.id]
    if quote.said and quote.said.statement.speaker.name:
        speaker = quote.said.statement.speaker
        links += quote.said.statement.chain
        links.append(f"{called(speaker)} ({speaker.role})" if speaker.role else called(speaker))
    else:
        links.append("nobody named")
    return ", from ".join(" ".join(link.split()) for link in dict.fromkeys(links))
