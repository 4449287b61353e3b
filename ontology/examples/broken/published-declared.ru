# A class that FaBiO does not have.
PREFIX work: <https://w3id.org/wenmai/id/work/>
PREFIX fabio: <http://purl.org/spar/fabio/>

INSERT DATA { work:2021-0123456789ab a fabio:Decree }
