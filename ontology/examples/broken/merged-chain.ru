# Merged into an entry that is merged itself.
PREFIX wm: <https://w3id.org/wenmai/ns#>
PREFIX work: <https://w3id.org/wenmai/id/work/>

INSERT DATA { work:1995-aaaaaaaaaaaa wm:mergedInto work:1995-bbbbbbbbbbbb . work:1995-bbbbbbbbbbbb wm:mergedInto work:1995-ba9876543210 }
