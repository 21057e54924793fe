"""Files without what programs wrote into them about their makers: bytes in, bytes out, in a child process.

What is kept is listed and everything else goes, wherever a format allows it: a list of what to remove would
always lack one. What a reader sees or hears is never changed, so a name on a slide stays on the slide.
"""
