"""Papers and workbooks: blocks, and their renderers, which know no model."""
