"""Settings: read from the environment and .env at the front door only; below it only values travel."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.errors import SettingsError

SAMPLES = Path(__file__).parent.parent / "corpus" / "reports"


class Settings(BaseSettings):
    """Every setting with its default. `.env.example` lists the same ones; a test keeps the two equal."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True)

    corpus_dir: Path = Field(SAMPLES, description="Folder of reports; the sample reports when empty.")
    index_dir: Path = Field(Path("var/index"), description="Where the index is kept.")
    encoder_model: str = Field(
        "all-MiniLM-L6-v2",
        description="all-MiniLM-L6-v2 (comes with the package), a sentence-transformers name, or a folder.",
    )
    reranker_model: str = Field(
        "",
        description="A sentence-transformers CrossEncoder, name or folder, that reorders the best quotes. Empty: none.",
    )
    speakers_file: Path = Field(
        Path("speakers.yaml"), description="Who is who, where names mislead; see docs/index.md. May be absent."
    )
    telegram_bot_token: SecretStr = Field(SecretStr(""), description="From @BotFather; only `onrecord bot` needs it.")
    telegram_allowed_users: str = Field(
        "", description="Who may ask: user ids with commas between, or * for everybody. Empty: nobody."
    )
    bot_dir: Path = Field(Path("var/bot"), description="Where the bot keeps its answers, so that old buttons work.")
    log_level: str = Field(
        "INFO", pattern="(?i)^(debug|info|warning|error)$", description="debug, info, warning, error."
    )


def load() -> Settings:
    """The settings in force; raises SettingsError with one line for each that makes no sense."""
    try:
        return Settings()  # type: ignore[call-arg]  # the fields have defaults; mypy reads Field's first argument otherwise
    except ValidationError as error:
        lines = [f"{'.'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors(include_input=False)]
        raise SettingsError("A setting makes no sense. " + "; ".join(lines) + ". Mend it in .env.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f".env can't be read as UTF-8 text ({error}). Write it anew from .env.example.") from error
