"""What can be asked and done through the JSON door. Each write calls one action, as the pages do."""

from samsyn.api.routes import networks, organisations, register

__all__ = ["networks", "organisations", "register"]
