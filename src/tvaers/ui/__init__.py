"""The look of Tværs: page shell, components, form rendering and the template tags `{% load ui %}`."""
