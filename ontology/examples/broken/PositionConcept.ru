# A position that holds no concept of the vocabulary.
PREFIX wm: <https://w3id.org/wenmai/ns#>
PREFIX pv: <https://w3id.org/wenmai/public-value/>
PREFIX work: <https://w3id.org/wenmai/id/work/>

DELETE { ?position wm:concept pv:fairness } INSERT { ?position wm:concept work:2021-0123456789ab } WHERE { ?position a wm:Position ; wm:concept pv:fairness }
