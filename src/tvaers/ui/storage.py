"""Static files with the fingerprint in the name, compressed; imports between our ES modules included.

Setting: `STORAGES["staticfiles"] = {"BACKEND": "tvaers.ui.storage.AssetStorage"}`.
"""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class AssetStorage(CompressedManifestStaticFilesStorage):
    """Rewrites `import "./menu.js"` to the fingerprinted name, so that modules are cached for good."""

    support_js_module_import_aggregation = True
