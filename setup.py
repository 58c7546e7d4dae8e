"""Only what pyproject.toml cannot say: pip builds the front end, with code of this folder, which its build does not see by itself."""

import sys
from pathlib import Path

from setuptools import setup

sys.path.insert(0, str(Path(__file__).resolve().parent))
from thirdcorner.front.hook import BuildFront

setup(cmdclass={"build_py": BuildFront})
