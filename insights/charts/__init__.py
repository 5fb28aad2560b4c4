"""Pure: from figures to what a chart draws (DESIGN, 13). Templates only print what stands here.

Geometry is text ("12.5%", "M0 200 H40"): numbers would be written with a comma in German pages.
"""
