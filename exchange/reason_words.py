"""Pure: words by which a reason tells what kind of no it was, in the languages CRMs are used in.

A "*" stands for any ending. A phrase counts where its words stand together, spelling and accents apart.
"""

from prospects.conversations import ExitConversation

# Price is a reason of its own under every conversation; it says nothing about which one.
PRICE = """
price* | pricing | priced | pricey | cost | costs | costly | expensive | cheaper | outbid | underbid |
undercut | low bid | lowest bid | lower bid | preis* | teuer* | gunstiger* | guenstiger* | billiger* |
kosten | prix | tarif* | cher | chere | trop chers | precio* | caro | cara | preco* | prezzo | prezzi |
costoso | te duur | duur | goedkoper | prijs | cena | ceny | cene | drogo | drogi* | za drogo | taniej |
tansz* | priset | for dyrt | dyr | цена | цену | цены | цене | дорого | дорог* | дешевле | 价格 | 太贵 | 价高
| 高い | payment too high | quote too high | fees too high | rates too high | hog pris | hoy pris |
hoj pris | pret | pretul
"""
# Somebody else's bid was taken, even where nobody is named.
OUTBID = """
outbid | underbid | undercut | low bid | lowest bid | lower bid | l2
"""
# Nothing is read out of a text that turns its own words round.
TURNS = """
not about | not because | not the price | price ok | price was ok | price was fine | nicht am preis |
nicht wegen | chose not | chose to | chosen to | chose us | went with us | in house | inhouse |
internal solution | lost to follow | over budget | above budget | exceeds budget | concurrent user |
concurrent users | no decision maker
"""

_NOT_A_PRIORITY = """
budget* | no funding | no funds | timing | bad time | wrong time | not now | not the right time |
not a priority | no priority | low priority | not ready | too early | postponed | on hold | delayed |
scheduling | project cancelled | project canceled | cancelled project | canceled project |
project stopped | no requirement* | no need | no longer needed | changed mind | changed their mind |
do nothing | kein budget | zeitpunkt | zu fruh | verschoben | kein bedarf | projekt abgesagt |
projekt gestoppt | keine prioritat | projet annule | projet reporte | reporte | reportee | pas le moment
| pas prioritaire | no es el momento | mal momento | pospuesto | sin necesidad | desistio de comprar |
ahora no | nao e o momento | adiado | agora nao | nao faz sentido agora | cliente desistiu | non ora |
rimandato | geen budget | geen behoefte | uitgesteld | brak budzetu | nie teraz | brak potrzeby |
бюджет* | не сеичас | не актуально | неактуально | раздумал* |
передумал* | отложен* | 预算* | 没有预算 | 推迟 |
暂不 | 予算 | sin presupuesto | falta de presupuesto | presupuesto insuficiente | presupuesto limitado |
sem orcamento | falta de orcamento | orcamento insuficiente | orcamento limitado | nessun budget |
fara buget | project delayed | delay of project | cancellation of project
"""
_COMPETITOR_CHOSEN = """
competitor* | competition | competing | rival* | went elsewhere | bought elsewhere | purchased elsewhere
| gone elsewhere | went with | chose | chosen | picked another | selected another | another vendor |
other vendor | another supplier | other supplier | another provider | different vendor | lost to |
out sold | outsold | wettbewerb* | mitbewerb* | konkurren* | anderer anbieter | anderen anbieter* |
gunstigeren anbieter* | concurren* | autre prestataire | autre fournisseur | competidor* | competencia |
otro proveedor | compro en otro | concorren* | outro fornecedor | altro fornitore | concurrent* |
andere leverancier | konkurencj* | inny dostawca | konkurrent* | конкурент* | другую марку |
другои поставщик | 竞争* | 竞品 | 对手 | 他社 | 競合 | concurent*
"""
_BETTER_FIT_ELSEWHERE = """
feature* | functionality | missing function* | product fit | not a fit | poor fit | wrong fit |
not suitable | unsuitable | no integration | missing integration | too complex | too enterprise* |
no local focus | funktion fehlt | fehlende funktion* | passt nicht | funktionsumfang | fonctionnalite* |
pas adapte | funcionalidad* | no encaja | funcionalidade* | funzionalita | functionaliteit |
brak funkcji | не подошел | не подошла | не подошло | не хватает функц* | не устроило состояние | 功能* |
不适合 | 機能不足 | nao atende os requisitos | nao atende a necessidade
"""
_STAYING_WITH_SUPPLIER = """
incumbent* | existing vendor | existing supplier | existing provider | existing solution |
current vendor | current supplier | current provider | current solution | already has | already have |
already using | staying with | stayed with | stays with | sticking with | status quo | renewed with |
switching cost* | bestandslieferant | bleibt bei | bleiben bei | bestehender anbieter |
bestehenden anbieter | bisheriger lieferant | fournisseur actuel | prestataire actuel |
garde son fournisseur | proveedor actual | fornecedor atual | ja tem fornecedor | fornitore attuale |
huidige leverancier | obecny dostawca | текущии поставщик | 现有供应商 | 既存
"""
_DRIFTED = """
no response | no reply | no answer | not responding | unresponsive | not reachable | unreachable |
went dark | went quiet | went silent | gone quiet | gone silent | gone dark | ghosted | ghosting |
no show | no contact | lost contact | contact lost | no activity | no decision | lost interest |
lost momentum | stalled | keine antwort | keine ruckmeldung | keine reaktion | nicht erreichbar |
keine entscheidung | meldet sich nicht | sans reponse | pas de reponse | injoignable | aucune reponse |
sin respuesta | no responde | no contesta | sem resposta | nao respond* | perdeu contato |
nessuna risposta | non risponde | geen reactie | geen antwoord | brak odpowiedzi | brak kontaktu |
inget svar | ikke svar | нет ответа | не отвечает | не выходит на связь | пропал* | 无回应 | 没有回复 | 失联 |
連絡が取れない | quote expired | offer expired | proposal expired | follow up expired | followup expirado |
nao atende o telefone | fara raspuns
"""
_CANNOT = """
policy | compliance | legal reasons | regulation* | regulatory | not eligible | ineligible |
data residency | geography | too far | distance | not allowed | out of business | insolven* | bankrupt*
| credit rejected | credit denied | not available in | richtlinie* | datenschutz | zu weit | entfernung
| insolvenz | politique interne | non eligible | trop loin | no califica para el credito |
no es elegible | endeudamiento | nao elegivel | politica interna | 合规 | 政策
"""
_WE_DECLINED = """
we declined | we passed | we withdrew | we walked away | disqualified by us | not our kind of work |
not our market | wir haben abgelehnt | von uns abgelehnt | nous avons refuse | nous avons decline |
rechazado por nosotros | recusado por nos | abgelehnt durch uns | we have no capacity | our capacity
"""
_UNKNOWN = """
other | others | unknown | not specified | not given | none given | no reason | n a | na | misc |
sonstige* | sonstiges | unbekannt | keine angabe | anderes | andere grunde | autre | autres | inconnu |
otro | otros | otra razon | desconocido | outro | outros | desconhecido | altro | sconosciuto | overig |
onbekend | nie podano | inne | inny powod | nieznany | annat | okand | andet | другое | не указано |
неизвестно | 其他 | 不明 | その他
"""

WORDS: dict[ExitConversation, str] = {
    ExitConversation.NOT_A_PRIORITY: _NOT_A_PRIORITY,
    ExitConversation.COMPETITOR_CHOSEN: _COMPETITOR_CHOSEN,
    ExitConversation.BETTER_FIT_ELSEWHERE: _BETTER_FIT_ELSEWHERE,
    ExitConversation.STAYING_WITH_SUPPLIER: _STAYING_WITH_SUPPLIER,
    ExitConversation.DRIFTED: _DRIFTED,
    ExitConversation.CANNOT: _CANNOT,
    ExitConversation.WE_DECLINED: _WE_DECLINED,
    ExitConversation.UNKNOWN: _UNKNOWN,
}
