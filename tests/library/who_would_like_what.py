"""A library and people as a small team has them, and what a good colleague would send each of them first.

Written before there was any code that ranks, and not changed to please it. Today is 2 March 2026.

ITEMS: mark | title | topics | language | helpful or about our work | form | added
PEOPLE: name | topics | language | had already (marks, oldest first) | may get a pitch | a good colleague sends
"""

ITEMS = """
plan2     | Forecasting with two planners and a spreadsheet       | short-handed, forecasting        | en | helpful | guide     | 2026-01-12
plan2-de  | Planen mit halber Mannschaft                          | short-handed, forecasting        | de | helpful | guide     | 2026-01-20
holiday   | A leave plan that survives August                     | short-handed, leading            | en | helpful | checklist | 2025-06-02
temps     | What temporary staff need on day one                  | short-handed, onboarding         | en | helpful | checklist | 2025-11-05
ninety    | The first 90 days of a new line                       | new-plant                        | en | helpful | checklist | 2025-09-14
ninety-de | Die ersten 90 Tage einer neuen Linie                  | new-plant                        | de | helpful | checklist | 2025-10-02
accept    | Acceptance tests nobody argues about                  | new-plant, quality               | en | helpful | article   | 2024-05-20
lineus    | How a dairy started its second line with us           | new-plant, waste                 | en | pitch   | case      | 2025-12-01
handover  | What a clean hand-over between shifts looks like      | shifts                           | en | helpful | article   | 2025-08-30
nights    | Sleep, light and the night shift                      | shifts, health                   | en | helpful | article   | 2026-02-10
nights-de | Schlaf, Licht und die Nachtschicht                    | shifts, health                   | de | helpful | article   | 2026-02-10
waste-see | Waste you can see from the office                     | waste                            | en | helpful | article   | 2025-10-18
waste-de  | Ausschuss, den man vom Büro aus sieht                 | waste                            | de | helpful | article   | 2025-11-02
bakery    | How a bakery stopped guessing                         | waste, forecasting               | en | pitch   | case      | 2025-07-07
scrap     | A scrap diary for four weeks                          | waste, quality                   | en | helpful | template  | 2026-02-01
erp13     | Thirteen questions before you buy an ERP              | erp                              | en | helpful | checklist | 2025-05-11
erp-de    | Dreizehn Fragen vor dem ersten ERP                    | erp                              | de | helpful | checklist | 2025-05-20
erp-data  | Cleaning your parts list before it moves              | erp, data                        | en | helpful | guide     | 2026-01-28
erp-us    | Our ERP connection in an afternoon                    | erp                              | en | pitch   | page      | 2026-02-20
board     | Reading a board pack in ten minutes                   | board                            | en | helpful | article   | 2026-02-18
budget    | Putting a number on doing nothing                     | board, budget                    | en | helpful | template  | 2025-09-01
budget-de | Was es kostet, nichts zu tun                          | board, budget                    | de | helpful | template  | 2025-09-08
close     | Month-end in three days                               | month-end                        | en | helpful | guide     | 2025-03-03
close-us  | Month-end with our module                             | month-end                        | en | pitch   | page      | 2026-01-10
audit     | The week before the audit                             | audits                           | en | helpful | checklist | 2025-12-12
audit-de  | Die Woche vor dem Audit                               | audits                           | de | helpful | checklist | 2025-12-15
hygiene   | Audit findings in food plants, counted                | audits, food                     | en | helpful | article   | 2025-04-14
cold      | Cold chain: where the degrees get lost                | cold-chain, food                 | en | helpful | article   | 2026-01-05
cold-us   | A fish processor's year with our sensors              | cold-chain                       | en | pitch   | case      | 2025-11-20
drivers   | Keeping the drivers you have                          | drivers, leading                 | en | helpful | article   | 2026-02-05
routes    | Routes after a depot closes                           | routes                           | en | helpful | guide     | 2025-10-10
routes-us | Route planning, before and after                      | routes, drivers                  | en | pitch   | case      | 2025-09-30
supplier  | One supplier left: a calm plan                        | suppliers                        | en | helpful | guide     | 2025-07-19
supp-de   | Nur noch ein Lieferant: ein ruhiger Plan              | suppliers                        | de | helpful | guide     | 2025-08-01
tariff    | Reading a supply contract for its notice date         | suppliers, contracts             | en | helpful | checklist | 2024-11-11
energy    | Compressed air: the leak walk                         | energy                           | en | helpful | checklist | 2025-12-20
energy-de | Druckluft: der Rundgang zu den Lecks                  | energy                           | de | helpful | checklist | 2025-12-22
report    | The sustainability report for a firm of eighty        | reporting, energy                | en | helpful | guide     | 2026-02-12
works     | Talking to the works council early                    | works-council                    | de | helpful | article   | 2025-06-15
heirs     | Handing a family firm to your daughter                | succession                       | en | helpful | article   | 2025-01-25
heirs-de  | Wenn die Tochter die Firma übernimmt                  | succession                       | de | helpful | article   | 2025-02-02
cyber     | The first hour after a ransom note                    | security                         | en | helpful | checklist | 2026-01-30
cycle     | Gravel routes within an hour of Copenhagen            | cycling                          | en | helpful | page      | 2025-05-30
bees      | A first year with bees                                | bees                             | en | helpful | article   | 2025-04-01
lead      | The Monday talk: fifteen minutes with each of them    | leading                          | en | helpful | guide     | 2025-11-28
"""

PEOPLE = """
Walter Brandt      | short-handed, waste                     | de |                    | no  | plan2-de
Tom Whitfield      | drivers, waste                          | en |                    | no  | drivers
Aisha Bello        | waste, month-end                        | en |                    | no  | close
Ingrid Solheim     | short-handed, shifts                    | en | plan2              | no  | handover
Priya Raman        | erp, data                               | en |                    | no  | erp-data
Łukasz Wójcik      | new-plant, quality                      | en | ninety             | no  | accept
Pauline Roux       | food, cold-chain                        | en |                    | no  | cold
Pauline again      | food, cold-chain                        | en | cold, hygiene      | yes | cold-us
Birgit Novák       | board, budget                           | de |                    | no  | budget-de
Sam Okafor         | routes, drivers                         | en | routes, drivers    | yes | routes-us
Sam before         | routes, drivers                         | en | routes             | no  | drivers
Jonas Keller       | succession, energy                      | de | heirs-de           | no  | energy-de
Marta Sousa        | audits, food                            | en |                    | no  | hygiene
Erik Holm          | cycling, month-end                      | en | close              | no  | cycle
Greta Lang         | works-council, short-handed             | de |                    | no  | works
Nadia Haddad       | security, board                         | en |                    | no  | cyber
Peter Voss         | suppliers, waste                        | de | waste-de           | no  | supp-de
Ruth Adeyemi       | suppliers, contracts                    | en |                    | no  | tariff
Chloe Martin       | energy, reporting                       | en |                    | no  | report
Ben Carter         | erp, waste                              | en | erp13, erp-data    | yes | waste-see
Ben later          | erp                                     | en | erp13, erp-data    | yes | erp-us
Hanna Weiss        | shifts, health, waste                   | de |                    | no  | nights-de
Oluwaseun Ade      | leading, short-handed                   | en | plan2, holiday     | no  | lead
Yuki Tanaka        | bees, waste                             | en | waste-see, scrap   | yes | bees
Clara Fischer      | quality, waste                          | en |                    | no  | scrap
Diego Ruiz         | onboarding, short-handed                | en |                    | no  | temps
Vera Petrova       | budget, month-end                       | en | budget             | no  | close
"""
