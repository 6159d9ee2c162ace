#include "remote/service.hpp"

#include "remote/token.hpp"
#include "remote/url.hpp"

#include <syncline/errors.hpp>

#include <gtest/gtest.h>

#include <string>

namespace syncline::remote {
namespace {

TableDefinition todo() {
    TableDefinition table;
    table.name = "todoitem";
    table.columns = {{"text", Type::string}};
    return table;
}

Service service(const std::string& root = "http://host/folder") {
    return {kProtocolV2, read_url(root), "", "installation", {{"x-extra", "1"}}};
}

Item item(const std::string& id, Members members = {}) {
    Item made;
    made.id = id;
    made.members = std::move(members);
    return made;
}

std::string header(const Request& request, std::string_view name) {
    for (const auto& [key, value] : request.headers) {
        if (key == name) return value;
    }
    return "(none)";
}

Response response(int status, std::string body, Headers headers = {}) {
    Response made;
    made.status = status;
    made.body = std::move(body);
    made.headers = std::move(headers);
    return made;
}

TEST(Url, KeepsTheFolderAndGainsASlash) {
    EXPECT_EQ(join_path(read_url("http://host"), "tables/a"), "http://host/tables/a");
    EXPECT_EQ(join_path(read_url("HTTPS://Host:8080/Folder/"), "/a"), "https://host:8080/Folder/a");
    EXPECT_EQ(read_url("http://[::1]:5").host, "[::1]");
}

TEST(Url, IsRefusedWithAReason) {
    for (const char* text : {"",
                             "host",
                             "ftp://host",
                             "http://",
                             "http://h/?a=b",
                             "http://h/#f",
                             "http://user:secret@host",
                             "http://h:99999",
                             "http://h:x",
                             "http://a b"}) {
        EXPECT_THROW(read_url(text), UsageError) << text;
    }
}

TEST(Url, NeverShowsAPasswordInItsMessage) {
    try {
        read_url("http://user:secret@host");
        FAIL();
    } catch (const UsageError& error) {
        EXPECT_EQ(std::string(error.what()).find("secret"), std::string::npos);
    }
}

TEST(Requests, CarryTheHeadersOfTheProtocol) {
    const Request request = service().insert(todo(), {});
    EXPECT_EQ(header(request, "zumo-api-version"), "2.0.0");
    EXPECT_EQ(header(request, "x-zumo-installation-id"), "installation");
    EXPECT_EQ(header(request, "x-zumo-features"), "TU,OL");
    EXPECT_EQ(header(request, "accept"), "application/json");
    EXPECT_EQ(header(request, "content-type"), "application/json; charset=utf-8");
    EXPECT_EQ(header(request, "x-extra"), "1");
    EXPECT_NE(header(request, "user-agent").find("syncline/"), std::string::npos);
    EXPECT_EQ(header(request, "if-match"), "(none)");
}

TEST(Requests, LeaveSystemPropertiesOut) {
    Item item;
    item.id = "a";
    item.version = "V";
    item.members = {{"text", Value::string("x")},
                    {"Version", Value::string("y")},
                    {"versions", Value::string("z")},
                    {"CREATEDAT", Value::string("c")}};
    EXPECT_EQ(service().insert(todo(), item).body, R"({"id":"a","text":"x","versions":"z"})");
}

TEST(Requests, NameTheItemInTheUrlEncoded) {
    const Request request = service().remove(todo(), "/ ?#%+'\xC3\xA4", "MQ==");
    EXPECT_EQ(request.method, "DELETE");
    EXPECT_EQ(request.url, "http://host/folder/tables/todoitem/%2F%20%3F%23%25%2B%27%C3%A4");
    EXPECT_EQ(header(request, "if-match"), "\"MQ==\"");
    EXPECT_EQ(request.body, "");
}

TEST(Requests, UpdateSendsOnlyWhatChanged) {
    const Request request = service().update(todo(), item("a", {{"text", Value::null()}}), "");
    EXPECT_EQ(request.method, "PATCH");
    EXPECT_EQ(request.body, R"({"id":"a","text":null})");
    EXPECT_EQ(header(request, "if-match"), "(none)");
}

TEST(Requests, UndeleteIsAPostWithoutBody) {
    const Request request = service().undelete(todo(), item("a"), "Mg==");
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.url, "http://host/folder/tables/todoitem/a");
    EXPECT_EQ(request.body, "");
    EXPECT_EQ(header(request, "if-match"), "\"Mg==\"");
}

Service service_v3() {
    return {kProtocolV3, read_url("http://host/folder"), "", "installation", {}};
}

TEST(RequestsV3, AnUpdateReplacesTheWholeItem) {
    Item whole = item("a", {{"text", Value::null()}, {"other", Value::number("1.10")}});
    whole.version = "Mg==";
    whole.created_at = "2020-01-01T00:00:00Z";
    const Request request = service_v3().update(todo(), whole, "Mg==");
    EXPECT_EQ(request.method, "PUT");
    EXPECT_EQ(request.url, "http://host/folder/tables/todoitem/a");
    EXPECT_EQ(request.body,
              R"({"id":"a","text":null,"other":1.10,"createdAt":"2020-01-01T00:00:00Z"})");
    EXPECT_EQ(header(request, "if-match"), "\"Mg==\"");
    EXPECT_EQ(header(request, "zumo-api-version"), "3.0.0");
}

TEST(RequestsV3, AnUndeleteIsAnUpdateThatShowsDeletedItems) {
    const Request request =
        service_v3().undelete(todo(), item("a", {{"text", Value::string("x")}}), "Mg==");
    EXPECT_EQ(request.method, "PUT");
    EXPECT_EQ(request.url, "http://host/folder/tables/todoitem/a?__includedeleted=true");
    EXPECT_EQ(request.body, R"({"id":"a","text":"x","deleted":false})");
    EXPECT_EQ(header(request, "if-match"), "\"Mg==\"");
}

TEST(RequestsV3, APageShowsDeletedItems) {
    PageQuery query;
    query.orderby = "updatedAt,id";
    query.top = 50;
    query.select = "id,updatedAt";
    EXPECT_EQ(service_v3().page(todo(), query).url,
              "http://host/folder/tables/todoitem?$orderby=updatedAt%2Cid&$top=50&$select=id%"
              "2CupdatedAt&__includedeleted=true");
}

TEST(Links, OnlyTheirQueryCounts) {
    const auto query_of = [](const std::string& link, const std::string& header = "") {
        data::Page page;
        page.next_link = link;
        Headers headers;
        if (!header.empty()) headers.emplace_back("link", header);
        return next_query(response(200, "", headers), page);
    };
    EXPECT_EQ(query_of("$skip=5&$top=2"), "$skip=5&$top=2");
    EXPECT_EQ(query_of("?$skip=5"), "$skip=5");
    EXPECT_EQ(query_of("/tables/x?$skip=5"), "$skip=5");
    EXPECT_EQ(query_of("https://evil.example/steal?$skip=5"), "$skip=5");
    EXPECT_EQ(query_of("https://evil.example/steal"), "");
    EXPECT_EQ(query_of(""), "");
    EXPECT_EQ(query_of("", "http://127.0.0.1/?$top=50&$skip=50; rel=next"), "$top=50&$skip=50");
    EXPECT_EQ(query_of("", "<http://h/t?$skip=50>; rel=\"next\""), "$skip=50");
    EXPECT_EQ(query_of("", "<http://h/t?$skip=50>; rel=prev"), "");
    EXPECT_EQ(query_of("$skip=5#/../admin"), "$skip=5");
    EXPECT_EQ(query_of("$filter=a eq 'é'\r\nX-Evil: 1"),
              "$filter=a%20eq%20'%C3%A9'%0D%0AX-Evil:%201");
}

TEST(Links, AreFollowedOnTheTablesOwnUrl) {
    PageQuery query;
    query.link = "$skip=5&$top=2";
    EXPECT_EQ(service_v3().page(todo(), query).url,
              "http://host/folder/tables/todoitem?$skip=5&$top=2");
}

TEST(Limits, AreReadFromBothProtocolsRefusals) {
    EXPECT_EQ(
        page_limit_in(response(
            400,
            R"({"code":"400","message":"The limit of '50' for Top query has been exceeded. The value from the incoming request is '51'."})")),
        50U);
    EXPECT_EQ(
        page_limit_in(response(400, R"({"error":"You cannot request more than 1000 records"})")),
        1000U);
    EXPECT_EQ(page_limit_in(response(400, R"({"message":"no"})")), std::nullopt);
}

TEST(Requests, GoWhereTheTableSays) {
    TableDefinition table = todo();
    table.remote_name = "ToDoItem";
    EXPECT_EQ(service("http://h").probe(table).url,
              "http://h/tables/ToDoItem?$top=1&__includeDeleted=true");
    table.path = "api/v1/items";
    EXPECT_EQ(service("http://h").probe(table).url,
              "http://h/api/v1/items?$top=1&__includeDeleted=true");
    const Service rooted(kProtocolV2, read_url("http://h"), "odata", "i", {});
    EXPECT_EQ(rooted.probe(todo()).url, "http://h/odata/todoitem?$top=1&__includeDeleted=true");
}

TEST(Requests, LookByAListQueryThatShowsDeletedItems) {
    EXPECT_EQ(service("http://h").look(todo(), "it's").url,
              "http://h/tables/todoitem?$filter=id%20eq%20%27it%27%27s%27&$top=1&"
              "__includeDeleted=true");
}

TEST(Requests, KeepTheOrderOfOptions) {
    PageQuery query;
    query.filter = "a eq 1";
    query.orderby = "updatedAt,id";
    query.top = 50;
    query.skip = 100;
    const Request request = service("http://h").page(todo(), query);
    EXPECT_EQ(
        request.url,
        "http://h/tables/todoitem?$filter=a%20eq%201&$orderby=updatedAt%2Cid&$skip=100&$top=50&"
        "__includeDeleted=true");
    EXPECT_EQ(header(request, "x-zumo-features"), "QS,OL");
}

TEST(Version, IsQuotedAndEscapedOnce) {
    EXPECT_EQ(quote_version("AAAAAAAAH2o="), "\"AAAAAAAAH2o=\"");
    EXPECT_EQ(quote_version("two words"), "\"two words\"");
    EXPECT_EQ(quote_version("a\"b"), "\"a\\\"b\"");
    EXPECT_EQ(quote_version("a\\\"b"), "\"a\\\"b\"");
    EXPECT_EQ(quote_version("\"ab"), "\"\\\"ab\"");
    EXPECT_EQ(quote_version("ab\""), "\"ab\\\"\"");
}

TEST(Version, NeverEndsItsHeader) {
    EXPECT_EQ(quote_version(std::string("x\r\nX-Evil: 1\0", 14)), "\"xX-Evil: 1\"");
}

TEST(Version, ComesFromAStrongTagOnly) {
    EXPECT_EQ(version_of_etag("\"MQ==\""), "MQ==");
    EXPECT_EQ(version_of_etag("\"a\\\"b\""), "a\"b");
    EXPECT_EQ(version_of_etag("W/\"18-V86\""), "");
    EXPECT_EQ(version_of_etag("MQ=="), "");
    EXPECT_EQ(version_of_etag(""), "");
}

TEST(Answer, TakesTheVersionOfTheTag) {
    const Answer answer =
        read_answer(response(200, R"({"id":"a","version":"old"})", {{"etag", "\"new\""}}));
    ASSERT_TRUE(answer.item.has_value());
    EXPECT_EQ(answer.item->version, "new");
    EXPECT_TRUE(answer.has_stored_item());
}

TEST(Answer, DoesNotTakeAnEchoForTheStoredItem) {
    // A duplicate insert on the real Node server (server-v2.md T5).
    const Answer answer =
        read_answer(response(409, R"({"id":"a1","text":"dup"})", {{"etag", "W/\"18-V86\""}}));
    EXPECT_TRUE(answer.item.has_value());
    EXPECT_FALSE(answer.has_stored_item());
}

TEST(Answer, ReadsEveryFormOfBodyWithoutHarm) {
    EXPECT_TRUE(read_answer(response(204, "")).empty_body);
    EXPECT_FALSE(read_answer(response(200, "<html>")).json_object);
    EXPECT_FALSE(read_answer(response(200, "{\"id\":")).json_object);
    EXPECT_FALSE(read_answer(response(200, "[]")).item.has_value());
    EXPECT_TRUE(read_answer(response(200, "{}")).json_object);
    EXPECT_EQ(read_answer(response(404, R"({"error":"The item does not exist"})")).message,
              "The item does not exist");
    EXPECT_EQ(read_answer(response(431, "")).message, "HTTP 431");
}

TEST(PageLimit, IsReadFromTheRefusal) {
    EXPECT_EQ(
        page_limit_in(response(400, R"({"error":"You cannot request more than 1000 records"})")),
        1'000U);
    EXPECT_FALSE(page_limit_in(response(400, R"({"error":"something else"})")).has_value());
    EXPECT_FALSE(page_limit_in(response(500, R"({"error":"more than 10 records"})")).has_value());
}

TEST(TokenCommand, GivesItsFirstLine) {
    RemoteOptions options;
    options.token_command = "printf 'secret\\nmore\\n'";
    EXPECT_EQ(token_source(options)(), "secret");
    options.token_command = "false";
    EXPECT_THROW(token_source(options)(), UsageError);
    options.token_command = "no-such-program-anywhere";
    EXPECT_THROW(token_source(options)(), UsageError);
    options.token_command = "true";
    EXPECT_THROW(token_source(options)(), UsageError);
}

TEST(ExtraHeaders, AreCheckedAndNeverShown) {
    EXPECT_EQ(read_headers({"X-A:  b "}), (Headers{{"x-a", "b"}}));
    for (const char* line : {"none", ": x", "a b: c", "x: a\r\ny: b"}) {
        EXPECT_THROW(read_headers({line}), UsageError) << line;
    }
}

}  // namespace
}  // namespace syncline::remote
