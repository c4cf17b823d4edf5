"""Where the things lie that belong to the assistant but are no Python: prompts and models.

In a checkout they stand beside the package. After an installation they stand in the environment's shared
folder. Models are large and are downloaded later, so they may also lie in the user's own data folder.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

NAME = "voice-assistant"
MODELS_VARIABLE = "VOICE_ASSISTANT_MODELS"
"""Environment variable that names the one folder to keep models in."""


def root(package: Path = Path(__file__).parent, prefix: Path = Path(sys.prefix)) -> Path:
    """The folder that holds prompts/ and models/: the checkout, otherwise the installation's share folder."""
    project = package.resolve().parent
    return project if (project / "prompts").is_dir() else prefix / "share" / NAME


def prompts(root: Path) -> Path:
    return root / "prompts"


def catalogue(root: Path) -> Path:
    return root / "models" / "catalogue.yaml"


def model_folders(root: Path, user_data: Path, environ: Mapping[str, str] = os.environ) -> tuple[Path, ...]:
    """Where models are looked for, in this order: someone with more rights may have fetched one."""
    named = environ.get(MODELS_VARIABLE)
    return (Path(named),) if named else (root / "models", user_data / "models")


def download_folder(folders: tuple[Path, ...]) -> Path:
    """Where a new model goes: the first folder that may be written to, or the last, to say what is wrong."""
    return next((folder for folder in folders if _writable(folder)), folders[-1])


def user_data() -> Path:
    """This user's own data folder; it need not exist yet."""
    import platformdirs

    return platformdirs.user_data_path(NAME, appauthor=False)


def user_state(environ: Mapping[str, str] = os.environ) -> Path:
    """Where what is kept from one time to the next lies; a service has a folder of its own. It need not exist."""
    import platformdirs

    return service_state(environ) or platformdirs.user_state_path(NAME, appauthor=False)


def service_state(environ: Mapping[str, str] = os.environ) -> Path | None:
    """A service's own folder for what is kept; None where it is no service."""
    named = environ.get("STATE_DIRECTORY", "").partition(":")[0]
    return Path(named) if named else None


def _writable(folder: Path) -> bool:
    """Whether files can be made in the folder, or it can be made itself."""
    there = next((each for each in (folder, *folder.parents) if each.exists()), Path("/"))
    return there.is_dir() and os.access(there, os.W_OK | os.X_OK)
