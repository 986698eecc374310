import re, time, json
from uuid import UUID, uuid4
import pytest
from pyotp.totp import TOTP
from starlette.testclient import TestClient
from app.access import Role
from app.console import addresses
from app.records.registry import ACTS
from app.services import accounts, sessions, parking
from app.work import unit_of_work
from tests.builders import *
pytestmark = pytest.mark.sqlite_only
def hit(name, f):
    try:
        r=f(); print(f"{name}: {r.status_code} {r.headers.get('location','')} len={len(r.content)}"); return r
    except BaseException as e: print(f"{name}: CRASH {type(e).__name__} {str(e)[:250]}")
def test_probe(browser_for, browser_of, house, town, app, client, clock):
    w=town.person(Role.SOCIAL_WORKER); b=browser_for(w); s=browser_of(Role.SUPERVISOR)
    case=a_case(house,w)
    to=lambda a,**i: addresses.form(ACTS[a],{"case_id":case}|i)
    # lock
    hit("lock",lambda: b.post("/lock",data={"next":"/cases"}))
    for p in ("/cases","/statistics","/outbox","/help","/account","/exports","/standards",f"/cases/{case}"): hit("locked "+p,lambda: b.get(p))
    hit("locked api",lambda: TestClient(app,headers=w.headers).get("/api/v1/cases"))
    hit("locked api signout",lambda: TestClient(app,headers=w.headers).delete("/api/v1/sessions/current"))
    r=hit("locked outbox",lambda: b.post(to("write_case_note"),data={"note_text":"secret words","next":"/x"},headers={"rumduol-outbox":str(w.id)}))
    print("has draft secret",'data-draft-secret' in r.text, "parked" , '_parked' in r.text, "plain" , "secret words" in r.text)
    parked=re.search(r'name="_parked" value="([^"]+)"',r.text)[1]
    w2=signed_in(house,w.actor); b2=browser_for(w2)
    sup=browser_of(Role.SUPERVISOR)
    r=hit("unpark other user",lambda: sup.post(to("write_case_note"),data={"_parked":parked})); print("secret" , "secret words" in r.text)
    r=hit("unpark other path",lambda: b2.post("/cases/search",data={"_parked":parked}))
    r=hit("unpark own",lambda: b2.post(to("write_case_note"),data={"_parked":parked})); print("shown","secret words" in r.text)
    r=hit("unpark as file",lambda: s.post("/exchange/import/confirmation",data={"file":parked}))
    r=hit("unpark garbage",lambda: b2.post(to("write_case_note"),data={"_parked":"ក"}))
    r=hit("unpark garbage2",lambda: b2.post(to("write_case_note"),data={"_parked":"AAAA"*1000}))
    # forging a parked import: own session locked
    sp=signed_in(house,town.person(Role.SUPERVISOR).actor); sb=browser_for(sp); sb.post("/lock",data={})
    r=sb.post("/exchange/import",data={"x":"y"}); pk=re.search(r'name="_parked" value="([^"]+)"',r.text)[1]
    hit("forged import1",lambda: s.post("/exchange/import/confirmation",data={"file":pk}))
    r=sb.post("/exchange/import",data={"data":"!!!","media_type":"text/csv","first_day":"","first_time":"","interpreter_needed":"","nationality_class":"","ignore_columns":""}); pk=re.search(r'name="_parked" value="([^"]+)"',r.text)[1]
    hit("forged import2",lambda: s.post("/exchange/import/confirmation",data={"file":pk}))
    hit("import nofile parked again",lambda: s.post("/exchange/import",data={"_parked":pk}))
    # revoked session with draft secret / parked
    w3=signed_in(house,w.actor); b3=browser_for(w3); b3.post("/sign-out"); r=hit("revoked post",lambda: b3.post(to("write_case_note"),data={"note_text":"x"})); print("parked", "_parked" in r.text)
    # idempotency
    hit("once A",lambda: b2.post(to("write_case_note"),data={"note_text":"x","_once":"kk"}))
    hit("once A other form",lambda: b2.post(to("record_screening"),data={"note_text":"x","_once":"kk"}))
    hit("once other user",lambda: s.post(to("write_case_note"),data={"note_text":"x","_once":"kk"}))
    hit("once bad",lambda: b2.post(to("write_case_note"),data={"note_text":"x","_once":"k k"*100}))
    hit("once badkhm",lambda: b2.post(to("write_case_note"),data={"note_text":"x","_once":"ក"}))
    hit("once file",lambda: b2.post(to("write_case_note"),files={"_once":("a",b"x")},data={"note_text":"x"}))
    hit("note as file",lambda: b2.post(to("write_case_note"),files={"note_text":("a",b"x")}))
    hit("next as file",lambda: b2.post(to("write_case_note"),files={"next":("a",b"x")},data={"note_text":"x"}))
    # unlock brute
    w4=signed_in(house,w.actor)
    with unit_of_work(house,town.person(Role.ORGANISATION_ADMIN).actor) as wk: acc=accounts.make_account(wk,w.id,"Sok.Invented")
    w4=signed_in(house,w.actor); b4=browser_for(w4); b4.post("/lock",data={})
    for i in range(7):
        clock.advance(20); hit(f"unlock{i}",lambda: b4.post("/unlock",data={"password":"x"*i,"next":"//evil"}))
    hit("after",lambda: b4.post("/unlock",data={"password":acc.password}))
    # sign-in flags
    clock.advance(60)
    anon=TestClient(app,headers={"sec-fetch-site":"same-origin","accept":"text/html"},follow_redirects=False)
    r=hit("signin",lambda: anon.post("/sign-in",data={"username":"sok.invented","password":acc.password,"totp":TOTP(acc.totp_secret).at(clock.now),"next":"/cases"})); print(r.headers.get("set-cookie"))
    tok=anon.cookies.get("rumduol"); print("cookie",bool(tok))
    hit("cookie as bearer",lambda: TestClient(app).get("/api/v1/cases",headers={"authorization":f"Bearer {tok}"}))
    person=do(house,w.actor,"register_person",{"case_id":case},name_km="ចាន់",name_latin="Chan Sreypov",other_names=None).record_id
    r=hit("cookie opens identity",lambda: TestClient(app).post(f"/api/v1/cases/{case}/persons/{person}/identity",headers={"authorization":f"Bearer {tok}"},json={"fields":["name_latin"],"purpose":"case_work"})); print(r.text[:200])
    asec=TestClient(app,base_url="https://testserver",headers={"sec-fetch-site":"same-origin","accept":"text/html"},follow_redirects=False)
    clock.advance(60)
    r=hit("signin https",lambda: asec.post("/sign-in",data={"username":"sok.invented","password":acc.password,"totp":TOTP(acc.totp_secret).at(clock.now),"next":"/cases"})); print(r.headers.get("set-cookie"), r.headers.get("strict-transport-security"))
    hit("https w plain cookie",lambda: TestClient(app,base_url="https://testserver",headers={"cookie":f"rumduol={tok}"},follow_redirects=False).get("/cases"))
    # duplicates in fields
    clock.advance(60); bb=browser_for(signed_in(house,w.actor))
    r=hit("dup fields",lambda: bb.post(f"/cases/{case}/records/person/{person}/open",data={"fields":["name_latin"]*1500,"purpose":"case_work","totp":TOTP(acc.totp_secret).at(clock.now)}))
    print("shown","Chan" in r.text)
    # parked + second factor
    r=hit("2fa with parked",lambda: bb.post(f"/cases/{case}/records/person/{person}/open",data={"fields":["name_latin"],"purpose":"case_work","_parked":"AAAA"})); print("Chan" in r.text)
    for v in ("១២៣៤៥៦","123456\x00"," ","1e5","9"*100000,"²²²²²²"):
        clock.advance(400); hit("totp "+v[:8],lambda: bb.post(f"/cases/{case}/records/person/{person}/open",data={"fields":["name_latin"],"purpose":"case_work","totp":v}))
    # other organisation
    other=town.person(Role.SOCIAL_WORKER,town.other); oc=a_case(house,other)
    for p in (f"/cases/{oc}",f"/cases/{oc}/findings",f"/cases/{oc}/log",f"/cases/{oc}/records/case_note"): hit("other "+p[-12:],lambda: bb.get(p))
    hit("other access",lambda: s.post(f"/cases/{oc}/access",data={"grantee_id":str(w.id),"until":"2026-01-01"}))
    hit("own access nul",lambda: s.post(f"/cases/{case}/access",data={"grantee_id":"{"+str(w.id)+"}","until":"9999-12-31"}))
    adm=browser_of(Role.ORGANISATION_ADMIN)
    for u in (other.id,town.person(Role.MOSAVY_AUDITOR).id,UUID(int=0)):
        hit("adm person",lambda: adm.get(f"/administration/people/{u}")); hit("adm acc",lambda: adm.post(f"/administration/people/{u}/account",data={"username":"x","totp":"1"})); hit("adm ses",lambda: adm.post(f"/administration/people/{u}/sessions")); hit("adm act",lambda: adm.post(f"/administration/people/{u}/activity",data={"reason":"x"}))
    r=hit("adm orgs",lambda: adm.get(f"/administration?organisation={town.other}")); print(str(other.id) in r.text)
    hit("form other user",lambda: adm.get(f"/do/sign_undertaking/{other.id}"))
    r=hit("register form",lambda: adm.get(f"/do/register_user?organisation_id={town.other}")); print("other org offered", str(town.other) in r.text)
    hit("register other org",lambda: adm.post("/do/register_user",data={"organisation_id":str(town.other),"role":"supervisor","active":"yes"}))
    hit("register priv",lambda: adm.post("/do/register_user",data={"organisation_id":str(town.own),"role":"system_admin","active":"yes"}))
    hit("register priv2",lambda: adm.post("/do/register_user",data={"organisation_id":str(town.own),"role":"mosavy_auditor","active":"yes"}))
    aud=browser_of(Role.MOSAVY_AUDITOR)
    for p in (f"/cases/{case}",f"/cases/{case}/records/person",f"/cases/{case}/records/person/{person}",f"/cases/{case}/log",f"/cases/{case}/findings"):
        r=hit("aud "+p[-20:],lambda: aud.get(p)); print("   sealed names:", re.findall(r'sealed-value',r.text)[:2], "Chan" in r.text, town.person(Role.SOCIAL_WORKER).id.hex[:8] in r.text, "sok.invented" in r.text)
    # language, lock by GET
    for m,p in (("get","/lock"),("get","/sign-out"),("head","/language/km"),("get","/account/sessions/end")): hit(m+p,lambda: getattr(bb,m)(p))
    hit("long lang",lambda: bb.get("/language/"+"x"*50)); 
