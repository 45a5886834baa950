"""The command `samsyn`: run it, prepare it, and the same actions as in the pages."""

import os
import subprocess
import sys

import click

from samsyn.cli import indicators, law, matters, people, platform, register

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samsyn.settings")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="samsyn")
def samsyn() -> None:
    """Samsyn: the working place of voluntary inter-municipal collaboration."""


samsyn.add_command(platform.run)
samsyn.add_command(platform.migrate)
samsyn.add_command(platform.database)
samsyn.add_command(platform.demo)
samsyn.add_command(platform.check)
samsyn.add_command(people.organisation)
samsyn.add_command(register.register)
samsyn.add_command(indicators.indicators)
samsyn.add_command(law.law)
samsyn.add_command(matters.matters)


def main() -> None:
    try:
        samsyn(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except subprocess.CalledProcessError as error:
        sys.exit(error.returncode)  # it has told what was wrong
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
