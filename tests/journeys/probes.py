"""What is asked of a page inside the browser: functions of JavaScript, each returning a list of faults in words."""

COMMON = """
const shown = each => each.checkVisibility({visibilityProperty: true, opacityProperty: true})
const named = each => `${each.tagName.toLowerCase()}${each.id ? "#" + each.id : ""}`
    + `${typeof each.className === "string" && each.className ? "." + each.className.trim().replace(/\\s+/g, ".") : ""}`
    + ` “${(each.innerText ?? each.value ?? "").trim().replace(/\\s+/g, " ").slice(0, 40)}”`
const channels = colour => {
    const parts = colour.match(/[\\d.]+/g)?.map(Number) ?? [0, 0, 0, 0]
    return [parts[0], parts[1], parts[2], parts[3] ?? 1]
}
const light = ([r, g, b]) => [r, g, b].map(part => part / 255)
    .map(part => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4)
    .reduce((sum, part, at) => sum + part * [.2126, .7152, .0722][at], 0)
const contrast = (one, other) => {
    const [high, low] = [light(one), light(other)].sort((a, b) => b - a)
    return (high + .05) / (low + .05)
}
const ground = each => {
    for (let at = each; at; at = at.parentElement) {
        const colour = channels(getComputedStyle(at).backgroundColor)
        if (colour[3] > .5) return colour
    }
    return [255, 255, 255, 1]
}
const controls = () => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
    .filter(each => each.type !== "hidden" && !each.disabled && each.tabIndex >= 0 && shown(each))
"""

# Nothing stands beside the screen, no text is cut off, and no text stands on another.
LAYOUT = f"""() => {{
    {COMMON}
    const root = document.documentElement
    const faults = []
    if (root.scrollWidth > root.clientWidth) faults.push(`${{root.scrollWidth - root.clientWidth}} px wider than it`)
    const rolls = ".tv-subnav ul, .tv-views, .tv-scroll, .sr-only, .skipnav, svg, dialog, textarea, select"
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const range = document.createRange()
    const texts = [], looked = new Set()
    // Said to screen readers only.
    const only = each => each && (getComputedStyle(each).clipPath === "inset(50%)" || only(each.parentElement))
    while (walker.nextNode()) {{
        const text = walker.currentNode, holder = text.parentElement
        if (!text.data.trim() || !shown(holder) || holder.closest(rolls) || only(holder)) continue
        range.selectNodeContents(text)
        for (const box of range.getClientRects()) {{
            if (box.width < 2 || box.height < 2) continue
            texts.push([text, holder, box])
            if (box.right > root.clientWidth + 1 || box.left < -1) faults.push(`beside the screen: ${{named(holder)}}`)
        }}
        for (let at = holder; at !== document.body && !looked.has(at); at = at.parentElement) {{
            looked.add(at)
            const style = getComputedStyle(at)
            const cut = (way, size) => /hidden|clip/.test(way) && size > 1
            const wide = cut(style.overflowX, at.scrollWidth - at.clientWidth)
            if (wide || cut(style.overflowY, at.scrollHeight - at.clientHeight)) faults.push(`cut off: ${{named(at)}}`)
        }}
    }}
    texts.sort(([, , one], [, , other]) => one.top - other.top)
    texts.forEach(([text, holder, box], at) => {{
        for (let next = at + 1; next < texts.length && texts[next][2].top < box.bottom; next++) {{
            const [other, its, there] = texts[next]
            if (other === text) continue
            const wide = Math.min(box.right, there.right) - Math.max(box.left, there.left)
            const high = Math.min(box.bottom, there.bottom) - there.top
            // The air above and below letters may meet; a third of a line may not.
            if (wide > 3 && high > Math.min(box.height, there.height) / 3)
                faults.push(`on each other: ${{named(holder)}} and ${{named(its)}}`)
        }}
    }})
    return [...new Set(faults)].slice(0, 5)
}}"""

# Ours beside WCAG 2.5.8, which axe knows: buttons, fields and the menu are 44 px high wherever a finger may be.
TARGETS = f"""() => {{
    {COMMON}
    const large = ".button, .form-input, .form-select, .nav-link, .tv-tool, .form-radio, .form-checkbox"
    const height = each => {{
        const line = each.matches(".form-radio, .form-checkbox") ? each.parentElement : each
        return line.getBoundingClientRect().height
    }}
    return controls().filter(each => each.matches(large) && height(each) < 43.5)
        .map(each => `a target ${{height(each).toFixed()}} px high: ${{named(each)}}`).slice(0, 5)
}}"""

# One heading of the first order, a title that tells of errors, and tables that say what they hold.
OUTLINE = f"""() => {{
    {COMMON}
    const faults = []
    const first = [...document.querySelectorAll("h1")].filter(shown)
    if (first.length !== 1) faults.push(`${{first.length}} headings of the first order`)
    if (!/\\S.* – Tværs$/.test(document.title)) faults.push(`the title “${{document.title}}”`)
    const erred = document.querySelector(".tv-summary:not(.tv-gallery *)") !== null
    if (erred !== /^(Fejl|Error): /.test(document.title)) faults.push(`errors in the title: “${{document.title}}”`)
    for (const table of document.querySelectorAll("table"))
        if (!table.querySelector("thead th[scope=col]") || !(table.caption || table.getAttribute("aria-labelledby")))
            faults.push(`a table without headers or caption: ${{named(table)}}`)
    return faults
}}"""

# Fields can be told from the paper they stand on: 3:1 (WCAG 1.4.11).
EDGES = f"""() => {{
    {COMMON}
    const kinds = ".form-input, .form-select, .form-radio, .form-checkbox, .tv-search input, .tv-file"
    return [...document.querySelectorAll(kinds)].filter(each => shown(each) && !each.disabled && !each.readOnly)
        .flatMap(each => {{
            const found = contrast(channels(getComputedStyle(each).borderTopColor), ground(each.parentElement))
            return found < 3 ? [`an edge of ${{found.toFixed(1)}}:1: ${{named(each)}}`] : []
        }}).slice(0, 5)
}}"""

# Where the keyboard is can be seen: a ring of at least 2 px and 3:1 that was not there before (WCAG 2.4.7, 2.4.13).
RINGS = f"""known => {{
    {COMMON}
    const tried = new Set(known), kinds = [], faults = []
    const around = each => [each, each.parentElement, each.parentElement?.parentElement].filter(Boolean)
    const ring = each => {{
        const style = getComputedStyle(each)
        return style.outlineStyle === "none" ? "" : `${{style.outlineWidth}} ${{style.outlineColor}}`
    }}
    const active = document.activeElement
    for (const each of controls()) {{
        const kind = around(each).map(one => `${{one.tagName}}.${{one.className}}`).join(" in ") + (each.type ?? "")
        if (tried.has(kind)) continue
        tried.add(kind)
        kinds.push(kind)
        const before = around(each).map(ring)
        each.focus({{preventScroll: true, focusVisible: true}})
        if (document.activeElement !== each) {{ faults.push(`takes no focus: ${{named(each)}}`); continue }}
        const at = around(each).findIndex((one, number) => ring(one) && ring(one) !== before[number])
        if (at < 0) {{ faults.push(`no ring: ${{named(each)}}`); continue }}
        const holder = around(each)[at], style = getComputedStyle(holder)
        const paper = ground(parseFloat(style.outlineOffset) < 0 ? holder : holder.parentElement)
        const found = contrast(channels(style.outlineColor), paper)
        if (parseFloat(style.outlineWidth) < 2 || found < 3)
            faults.push(`a ring of ${{style.outlineWidth}} and ${{found.toFixed(1)}}:1: ${{named(each)}}`)
    }}
    document.activeElement?.blur()
    active?.focus({{preventScroll: true}})
    return {{kinds, faults: faults.slice(0, 5)}}
}}"""

# How text is drawn on the page, each way once: all that its contrast depends on. What lies behind it counts down to the
# first ground that covers what is below; letters are large or not (WCAG 1.4.3); what only a screen reader says is left
# out, as nobody sees it.
LOOKS = f"""() => {{
    {COMMON}
    const looks = new Set(), behind = new Map(), unseen = new Map()
    const beneath = each => {{
        if (!each) return ""
        if (!behind.has(each)) {{
            const style = getComputedStyle(each)
            const veil = [style.opacity, style.filter, style.mixBlendMode].join(" ").replace("1 none normal", "")
            const covers = style.backgroundImage === "none" && channels(style.backgroundColor)[3] === 1
            const paper = covers || channels(style.backgroundColor)[3] > 0 ? style.backgroundColor : ""
            const below = beneath(each.parentElement)
            const image = style.backgroundImage === "none" ? "" : style.backgroundImage
            const veils = below.replace(/^[^|]*/, "")
            behind.set(each, paper + image + (covers ? "" : below.split("|")[0]) + "|" + veil + veils.slice(1))
        }}
        return behind.get(each)
    }}
    const clipped = each => {{
        if (!each) return false
        if (!unseen.has(each)) {{
            const style = getComputedStyle(each), box = each.getBoundingClientRect()
            const dot = style.overflow !== "visible" && box.width < 2 && box.height < 2
            unseen.set(each, dot || style.clipPath !== "none" || clipped(each.parentElement))
        }}
        return unseen.get(each)
    }}
    const says = each => /^(INPUT|TEXTAREA|SELECT|BUTTON)$/.test(each.tagName)
        || [...each.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim())
    for (const each of document.body.querySelectorAll("*")) {{
        if (!says(each) || !shown(each) || clipped(each)) continue
        const style = getComputedStyle(each), size = parseFloat(style.fontSize)
        const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700)
        const drawn = [style.color, large, style.textShadow, style.position !== "static", Boolean(each.disabled)]
        looks.add(`${{drawn.join(" ")}} on ${{beneath(each)}}`)
    }}
    return [...looks]
}}"""
