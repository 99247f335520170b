package io.alltools.tools.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrowserCallTest {

    @Test
    void searchTakesWordsAndDays() {
        assertThat(BrowserCall.parse("search(\"GLM-4, the paper\", recency_days=30)"))
                .isEqualTo(new BrowserCall.Search("GLM-4, the paper", OptionalInt.of(30)));
        assertThat(BrowserCall.parse(" search ( query = '北京 天气' , ) \n"))
                .isEqualTo(new BrowserCall.Search("北京 天气", OptionalInt.empty()));
        assertThat(BrowserCall.parse("search('x', 7)")).isEqualTo(new BrowserCall.Search("x", OptionalInt.of(7)));
        assertThat(BrowserCall.parse("search('x', recency_days=-1)"))
                .isEqualTo(new BrowserCall.Search("x", OptionalInt.empty()));
        assertThat(BrowserCall.parse("search('x', recency_days=None)"))
                .isEqualTo(new BrowserCall.Search("x", OptionalInt.empty()));
    }

    @Test
    void quotesAndEscapesAreReadAsPythonReadsThem() {
        assertThat(BrowserCall.parse("search(\"say \\\"hi\\\", (it's) \\u4f60\\x21\")"))
                .isEqualTo(new BrowserCall.Search("say \"hi\", (it's) 你!", OptionalInt.empty()));
        assertThat(BrowserCall.parse("search('''it's \"quoted\"''')"))
                .isEqualTo(new BrowserCall.Search("it's \"quoted\"", OptionalInt.empty()));
    }

    @Test
    void clickTakesEachNumberOnce() {
        assertThat(BrowserCall.parse("mclick([0, 2, 0,])")).isEqualTo(new BrowserCall.Click(List.of(0, 2)));
        assertThat(BrowserCall.parse("mclick(ids=[1])")).isEqualTo(new BrowserCall.Click(List.of(1)));
        assertThat(BrowserCall.parse("mclick(3)")).isEqualTo(new BrowserCall.Click(List.of(3)));
    }

    @Test
    void openUrlTakesAUrl() {
        assertThat(BrowserCall.parse("open_url(\"https://example.com/a?b=c\")"))
                .isEqualTo(new BrowserCall.OpenUrl("https://example.com/a?b=c"));
    }

    /** What models write where they mean one of the three. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "search(\"a, b\", recency_days=30)       | Search[query=a, b, recencyDays=OptionalInt[30]]",
                "search(\"f(x) = [1, 2]\")               | Search[query=f(x) = [1, 2], recencyDays=OptionalInt.empty]",
                "search(\"a\", recency_days=\"7\")        | Search[query=a, recencyDays=OptionalInt[7]]",
                "search(\"a\", recency_days=null)        | Search[query=a, recencyDays=OptionalInt.empty]",
                "search(recency_days=7, query=\"a\")     | Search[query=a, recencyDays=OptionalInt[7]]",
                "search(query: \"a\", days: 7)           | Search[query=a, recencyDays=OptionalInt[7]]",
                "search(q='a')                          | Search[query=a, recencyDays=OptionalInt.empty]",
                "search(“北京，天气”)                     | Search[query=北京，天气, recencyDays=OptionalInt.empty]",
                "search(「東京」)                         | Search[query=東京, recencyDays=OptionalInt.empty]",
                "search('it\\'s \\U0001F600')            | Search[query=it's 😀, recencyDays=OptionalInt.empty]",
                "SEARCH('a')                            | Search[query=a, recencyDays=OptionalInt.empty]",
                "simple_browser.search('a')             | Search[query=a, recencyDays=OptionalInt.empty]",
                "search('a'); # then open the first     | Search[query=a, recencyDays=OptionalInt.empty]",
                "search('a') and see what comes         | Search[query=a, recencyDays=OptionalInt.empty]",
                "msearch(['a', 'b c'])                  | Search[query=a b c, recencyDays=OptionalInt.empty]",
                "msearch(queries=['a'], recency_days=1) | Search[query=a, recencyDays=OptionalInt[1]]",
                "msearch('a')                           | Search[query=a, recencyDays=OptionalInt.empty]",
                "mclick([0, 1])                         | Click[ids=[0, 1]]",
                "mclick((0, 1))                         | Click[ids=[0, 1]]",
                "mclick(0, 1, 2)                        | Click[ids=[0, 1, 2]]",
                "mclick(['0', \"1\"])                    | Click[ids=[0, 1]]",
                "click(id=2)                            | Click[ids=[2]]",
                "click(2)                               | Click[ids=[2]]",
                "open(3)                                | Click[ids=[3]]",
                "open_url(\"https://a.example/x?y=(1)#z\") | OpenUrl[url=https://a.example/x?y=(1)#z]",
                "open_url(url='https://a.example')      | OpenUrl[url=https://a.example]",
                "open_url(link=' https://a.example ')   | OpenUrl[url=https://a.example]",
                "open('https://a.example')              | OpenUrl[url=https://a.example]",
                "open_url('www.a.example/x')            | OpenUrl[url=https://www.a.example/x]",
                "open_url('a.example')                  | OpenUrl[url=https://a.example]",
                "open_url('//a.example/x')              | OpenUrl[url=https://a.example/x]",
                "open_url('local:news/today.html')      | OpenUrl[url=local:news/today.html]",
                "open_url('例え.jp/x')                   | OpenUrl[url=https://例え.jp/x]",
            })
    void otherSpellingsAreUnderstood(String text, String expected) {
        assertThat(BrowserCall.parse(text)).hasToString(expected);
    }

    @Test
    void aFenceAroundTheCallIsPassedOver() {
        assertThat(BrowserCall.parse("```python\nsearch('a')\n```"))
                .hasToString("Search[query=a, recencyDays=OptionalInt.empty]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "search(\"open           | a closing \" for the string that begins here",
                "search                  | expected \"(\" at character 7, found the end",
                "search()                | argument query is missing",
                "search(5)               | query must be a string",
                "search('a' 'b')         | expected \",\" or \")\"",
                "search('a') mclick([0]) | the end after one call",
                "search('a', page=3)     | no open argument page, expected query, recency_days",
                "search('a', days=3, recency=4) | no open argument",
                "search('a'); mclick([0]) | the end after one call",
                "search('a', recency_days=1.5) | expected",
                "msearch([1])            | query must be a string or a list of strings",
                "msearch([])             | query must be a string in quotes that is not empty",
                "open_url()              | argument url is missing",
                "open_url('')            | url must be a string in quotes that is not empty",
                "open_url('a'            | expected",
                "mclick([0, 1            | expected",
                "mclick()                | argument ids is missing",
                "mclick([0.5])           | expected",
                "()                      | expected a name at character 1",
                "search[0]               | expected",
                "search('a', query='b')  | no open argument query",
                "search('a', 1, 2)       | at most 2 arguments, found 3",
                "search('a', recency_days='x') | recency_days must be a number",
                "mclick([])              | at least one",
                "mclick(['a'])           | list of result numbers",
                "mclick([[0]])           | a list without lists",
                "mclick([99999999999999999999]) | an integer",
                "mclick([-1])            | list of result numbers",
                "scroll(1)               | no function scroll",
                "`{\"query\": 1}`        | expected a name at character 1",
                "search('a\\u12')        | 4 hexadecimal digits",
            })
    void whatIsWrongIsSaid(String text, String expected) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BrowserCall.parse(text))
                .withMessageContaining(expected);
    }
}
