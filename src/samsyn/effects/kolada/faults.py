"""What can be wrong with an answer. Nothing is ever returned in part: it is complete, or it is one of these."""


class KoladaFault(Exception):
    """An answer that cannot be trusted to be whole and as described."""


class Unreachable(KoladaFault):
    """The same request failed every time: no connection, a busy server, or an answer that broke off."""


class Refused(KoladaFault):
    """The server says that the request is wrong, or that it may not be made."""


class NotAsDescribed(KoladaFault):
    """An answer in another form than the API's: a field is missing or of another kind, or one contradicts another."""


class Incomplete(KoladaFault):
    """Fewer or more values arrived than the server counted."""


class Endless(KoladaFault):
    """The pages go on beyond everything that could have been asked for."""
