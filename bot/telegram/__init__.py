"""The Telegram face, and the only package that imports telegram; importing only the package does not.

app.run(token, conversation, allowed, database) is the way in; access.AllowList.parse(setting) says who may.
"""
