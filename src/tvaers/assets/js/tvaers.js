// Entry: each module adds a comfort; every page works without them.
import "./menu.js";
import "./keyboard.js";
import "./sending.js";
import "./live.js";
import "./slider.js";
import "./stream.js";
