"""The portal in a browser: a request is parsed, one service is called, a page is shown.

An area is a package with a blueprint, named in `areas.py` and in `navigation.py`, with templates in
a folder of the same name. A view names its permission (`access.allow`), takes the transaction
(`transaction.database`), the party (`access.subject_id`), who acts (`access.current_identity`) and
the day (`clock.today`), calls one service and renders a template that extends
`layouts/page.html`: block `heading` (the h1 and the title), `crumbs` and `content`; a template
variable `form` with errors brings the summary. A refusal that is not caught becomes a page with its
sentence.
"""
