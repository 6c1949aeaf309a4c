"""Every error that onrecord raises on purpose. Each message is a sentence with the next step.

OnrecordError
├── ReadError          a file can't be read as a report: it is skipped and the others go in
├── SettingsError      a setting or an argument doesn't make sense
├── ModelError         the encoder or the tagger isn't there or isn't what it should be
├── IndexMissing       there is no index where one was expected
├── IndexDamaged       what is stored contradicts itself, or was written by another version
└── Changed            a citation's report has changed or is gone since the answer was given
"""


class OnrecordError(Exception):
    """The root: the command line prints its message and exits 1, the bot replies with it."""


class ReadError(OnrecordError):
    pass


class SettingsError(OnrecordError):
    pass


class ModelError(OnrecordError):
    pass


class IndexMissing(OnrecordError):
    pass


class IndexDamaged(OnrecordError):
    pass


class Changed(OnrecordError):
    pass
