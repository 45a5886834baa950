"""What can be asked and done through the JSON door. Each write calls one action, as the pages do."""

from samsyn.api.routes import local_matters, matters, networks, organisations, register

__all__ = ["local_matters", "matters", "networks", "organisations", "register"]
