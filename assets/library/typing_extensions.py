"""What runs of typing_extensions: https://typing-extensions.readthedocs.io/"""

from typing import *
from typing import TYPE_CHECKING, Any, Form
