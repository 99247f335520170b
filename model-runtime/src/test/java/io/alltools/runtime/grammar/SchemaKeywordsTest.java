package io.alltools.runtime.grammar;

import static io.alltools.runtime.grammar.Grammars.accepts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.networknt.schema.Schema;
import io.alltools.runtime.grammar.GrammarException.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Keyword by keyword: what a grammar accepts and what not, which is what json-schema-validator says of it. */
class SchemaKeywordsTest {

    /** In the table: a schema, below it {@code +} for each valid and {@code -} for each invalid instance. */
    private record Case(String schema, List<String> valid, List<String> invalid) {
        @Override
        public String toString() {
            return schema;
        }
    }

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (String line : TABLE.lines().map(String::strip).toList()) {
            if (line.startsWith("+")) {
                cases.getLast().valid.add(line.substring(1).strip());
            } else if (line.startsWith("-")) {
                cases.getLast().invalid.add(line.substring(1).strip());
            } else if (!line.isEmpty()) {
                cases.add(new Case(line, new ArrayList<>(), new ArrayList<>()));
            }
        }
        return cases;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void acceptsWhatIsValidOnly(Case test) {
        Grammar grammar = Grammars.ofSchema(test.schema);
        Schema validator = Grammars.validator(Grammars.json(test.schema));
        // What is an error for the other one only, because it takes the format as a remark.
        boolean comparable = !test.schema.contains("\"format\"") && !test.schema.contains("\"nullable\"");
        for (String valid : test.valid) {
            assertThat(accepts(grammar, valid)).as(valid).isTrue();
            assertThat(!comparable || Grammars.isValid(validator, valid))
                    .as("the validator about " + valid)
                    .isTrue();
        }
        for (String invalid : test.invalid) {
            assertThat(accepts(grammar, invalid)).as(invalid).isFalse();
            assertThat(comparable && Grammars.isValid(validator, invalid))
                    .as("the validator about " + invalid)
                    .isFalse();
        }
    }

    private static final String TABLE = """
            true
              + null
              + {"a":[1,"x",{}]}
            {}
              + [[],{}]
            {"type":"null"}
              + null
              - false
            {"type":"boolean"}
              + true
              - null
            {"type":"integer"}
              + -12
              + 0
              - 1.5
              - "1"
            {"type":"number"}
              + -1.5e+3
              + 0
              - "0"
            {"type":"string"}
              + ""
              + "a\\u0041\\/\\ud83d\\ude00é😀"
              - 1
            {"type":"array"}
              + []
              + [1,[]]
              - {}
            {"type":"object"}
              + {}
              + {"a":{"b":null}}
              - []
            {"type":["string","null"]}
              + null
              + "x"
              - 0
            {"type":"string","nullable":true}
              + null
              + "x"
              - 0
            {"properties":{"a":{"type":"integer"},"b":{}}}
              + {}
              + {"a":1}
              + {"b":[],"a":2,"c":"x"}
              + 5
              - {"a":"x"}
              - {"b":1,"a":null}
            {"type":"object","properties":{"a":{}},"required":["a","z"]}
              + {"a":1,"z":2}
              + {"z":1,"y":0,"a":2}
              - {}
              - {"a":1}
            {"type":"object","properties":{"a":{}},"additionalProperties":false}
              + {}
              + {"a":1}
              - {"b":1}
              - {"aa":1}
              - {"":1}
            {"properties":{"a":{}},"additionalProperties":{"type":"integer"}}
              + {"a":"x","b":1}
              - {"a":"x","b":"x"}
            {"properties":{"a":{},"é\\"😀":{"type":"null"}},"additionalProperties":false,"type":"object"}
              + {"é\\"😀":null}
              - {"é\\"😀":1}
              - {"é":null}
            {"patternProperties":{"^a":{"type":"integer"},"b$":{"minimum":5}},"additionalProperties":false,"type":"object"}
              + {"a":1}
              + {"ab":5}
              + {"b":"x"}
              - {"ab":4}
              - {"ab":5.5}
              - {"c":1}
              - {"b":4}
            {"properties":{"ab":{"type":"number"}},"patternProperties":{"^a":{"minimum":5}},"additionalProperties":{"type":"null"}}
              + {"ab":5,"ac":"x","z":null}
              - {"ab":4}
              - {"ac":4}
              - {"z":5}
            {"propertyNames":{"pattern":"^[a-c]+$","maxLength":2}}
              + {"ab":1,"c":2}
              + {}
              - {"abc":1}
              - {"d":1}
            {"propertyNames":{"enum":["x","y"]},"required":["x"]}
              + {"x":1}
              - {"x":1,"z":2}
              - {"y":1}
            {"propertyNames":false}
              + {}
              + []
              - {"a":1}
            {"minProperties":1,"maxProperties":2}
              + {"a":1}
              + {"a":1,"b":2}
              - {}
              - {"a":1,"b":2,"c":3}
            {"properties":{"a":{},"b":{}},"required":["a"],"maxProperties":2}
              + {"x":1,"a":2}
              + {"a":1}
              - {"x":1,"y":2}
              - {"x":1,"y":2,"a":1}
            {"dependentRequired":{"a":["b"],"b":["c"]}}
              + {"c":1}
              + {"b":1,"c":1}
              + {"c":1,"b":1,"a":1}
              - {"a":1}
              - {"a":1,"b":1}
            {"dependentRequired":{"a":["b"],"b":["c"]},"maxProperties":2}
              + {"c":1,"b":1}
              - {"a":1,"b":1}
            {"dependentRequired":{"a":["a"]}}
              + {"a":1}
              + {}
            {"dependentSchemas":{"a":{"properties":{"b":{"type":"integer"}},"required":["b"]}}}
              + {"b":"x"}
              + {"a":1,"b":2}
              + {"b":2,"a":1}
              - {"a":1}
              - {"a":1,"b":"x"}
              - {"b":"x","a":1}
            {"dependentSchemas":{"a":{"maxProperties":2}}}
              + {"x":1,"y":1,"z":1}
              + {"a":1,"y":1}
              + {"y":1,"a":1}
              - {"a":1,"y":1,"z":1}
              - {"y":1,"z":1,"a":1}
            {"$schema":"http://json-schema.org/draft-07/schema#","dependencies":{"a":["b"],"c":{"required":["d"]}}}
              + {"a":1,"b":1}
              + {"c":1,"d":1}
              - {"a":1}
              - {"c":1}
            {"items":{"type":"integer"}}
              + []
              + [1,2]
              - [1,"x"]
            {"prefixItems":[{"type":"integer"},{"type":"string"}]}
              + [1]
              + [1,"x",null]
              - ["x"]
              - [1,2]
            {"prefixItems":[{"type":"integer"}],"items":false}
              + []
              + [1]
              - [1,2]
            {"prefixItems":[{"type":"integer"}],"items":{"type":"null"}}
              + [1,null,null]
              - [1,1]
            {"$schema":"http://json-schema.org/draft-07/schema#","items":[{"type":"integer"},true],"additionalItems":{"type":"null"}}
              + [1,"x",null]
              - [1,"x",2]
              - ["x"]
            {"type":"array","minItems":1,"maxItems":2}
              + [1]
              + [1,2]
              - []
              - [1,2,3]
            {"type":"array","minItems":2,"prefixItems":[{},{},false]}
              + [1,2]
              - [1]
              - [1,2,3]
            {"enum":["a","ab",1,1.5,null,true,[1,"x"],{"k":[]},""]}
              + "a"
              + "ab"
              + ""
              + 1
              + 1.5
              + null
              + [1,"x"]
              + {"k":[]}
              - "abc"
              - 2
              - false
              - [1]
              - {"k":[1]}
              - {"k":[],"l":1}
              - {}
            {"enum":["é\\n😀","\\"","\\\\\\u0001"]}
              + "é\\n😀"
              + "\\""
              + "\\\\\\u0001"
              - "é\\n"
            {"const":{"a":{"b":1}}}
              + {"a":{"b":1}}
              - {"a":{"b":2}}
              - {"a":{}}
            {"const":-0.5}
              + -0.5
              - 0.5
            {"type":["integer","string"],"enum":[1,"a",null]}
              + 1
              + "a"
              - null
            {"anyOf":[{"type":"integer","minimum":10},{"type":"string"}]}
              + 10
              + "x"
              - 9
              - null
            {"anyOf":[{"required":["a"]},{"required":["b"]}],"type":"object"}
              + {"a":1}
              + {"b":1,"a":1}
              - {"c":1}
            {"oneOf":[{"type":"integer"},{"minimum":2}]}
              + 1
              + 2.5
              + "x"
              - 3
              - 1.5
            {"oneOf":[{"properties":{"k":{"const":"a"}},"required":["k"]},{"properties":{"k":{"const":"b"},"n":{"type":"integer"}},"required":["k"]}],"type":"object"}
              + {"k":"a","n":"x"}
              + {"n":1,"k":"b"}
              - {"k":"b","n":"x"}
              - {"k":"c"}
            {"oneOf":[{"required":["a"]},{"required":["b"]}],"type":"object"}
              + {"a":1}
              + {"b":1}
              - {"a":1,"b":1}
              - {}
            {"oneOf":[{"type":"string","maxLength":3},{"type":"string","pattern":"^a"}]}
              + "bcd"
              + "abcd"
              - "ab"
              - "bcde"
            {"allOf":[{"minimum":2},{"maximum":4}],"type":"number"}
              + 2
              + 3.5
              - 1
              - 5
            {"allOf":[{"properties":{"a":{"type":"integer"}}},{"properties":{"a":{"minimum":3}},"additionalProperties":false}],"type":"object"}
              + {"a":3}
              - {"a":2}
              - {"a":3.5}
              - {"b":1}
            {"not":{"type":"string"}}
              + 1
              + {}
              - "x"
            {"not":{"const":5}}
              + 6
              + 5.5
              + "5"
              - 5
              - 5.0
              - 50e-1
              - 5e0
            {"not":{"minimum":5},"type":"number"}
              + 4
              + -7.25
              - 5
              - 6e0
              - 0.6e1
            {"not":{"type":"integer"},"type":"number"}
              + 1.5
              - 1
              - 1.0
              - 10e-1
            {"not":{"enum":["a","b"]},"type":"string"}
              + "c"
              + "ab"
              - "a"
              - "\\u0061"
            {"not":{"required":["a"]}}
              + {}
              + {"b":1}
              - {"a":1}
              - {"b":1,"a":2}
            {"not":{"properties":{"a":{"type":"integer"}}},"type":"object"}
              + {"a":"x"}
              - {"a":1}
              - {}
            {"not":{"not":{"additionalProperties":false,"properties":{"a":{}}}},"type":"object"}
              + {"a":1}
              - {"b":1}
            {"not":{"dependentRequired":{"a":["b"]}},"type":"object"}
              + {"a":1}
              + {"c":1,"a":1}
              - {"a":1,"b":1}
              - {"b":1}
            {"not":{"minItems":2},"type":"array"}
              + []
              + [1]
              - [1,2]
            {"not":{"items":{"type":"integer"},"maxItems":3},"type":"array"}
              + ["x"]
              + [1,"x"]
              + [1,1,1,1]
              - []
              - [1,2]
            {"if":{"properties":{"k":{"const":1}},"required":["k"]},"then":{"required":["a"]},"else":{"required":["b"]},"type":"object"}
              + {"k":1,"a":0}
              + {"a":0,"k":1}
              + {"k":2,"b":0}
              + {"b":0}
              - {"k":1,"b":0}
              - {"k":2,"a":0}
              - {}
            {"if":{"minimum":10},"then":{"multipleOf":2},"type":"integer"}
              + 9
              + 12
              - 11
            {"$ref":"#/$defs/node","$defs":{"node":{"type":"object","properties":{"next":{"$ref":"#/$defs/node"},"v":{"type":"integer"}},"required":["v"],"additionalProperties":false}}}
              + {"v":1}
              + {"v":1,"next":{"next":{"v":3},"v":2}}
              - {"v":1,"next":{}}
              - {"v":1,"next":{"v":"x"}}
            {"type":"array","items":{"$ref":"#"}}
              + []
              + [[],[[[]]]]
              - [1]
            {"$ref":"#/$defs/a~1b~0c%25","$defs":{"a/b~c%":{"type":"integer"}}}
              + 1
              - "x"
            {"$ref":"#here","$defs":{"x":{"$anchor":"here","type":"integer"}}}
              + 1
              - "x"
            {"$ref":"#/$defs/n","maximum":3,"$defs":{"n":{"type":"integer"}}}
              + 3
              - 4
            {"$schema":"http://json-schema.org/draft-07/schema#","$ref":"#/definitions/n","maximum":3,"definitions":{"n":{"type":"integer"}}}
              + 4
              - "x"
            {"$id":"https://example.org/root","properties":{"p":{"$id":"inner","$ref":"#/$defs/x","$defs":{"x":{"type":"integer"}}}},"$defs":{"x":{"type":"string"}}}
              + {"p":1}
              - {"p":"x"}
            {"type":"string","minLength":2,"maxLength":3}
              + "ab"
              + "é😀漢"
              + "\\n\\u0001"
              + "\\"\\\\"
              - "a"
              - "abcd"
              - "😀"
            {"type":"string","pattern":"b+"}
              + "abba"
              - "aa"
            {"type":"string","pattern":"^(\\\\d{3}|[a-z]é)$"}
              + "123"
              + "aé"
              - "1234"
              - "a"
            {"type":"string","pattern":"^a","maxLength":2,"minLength":2}
              + "ab"
              - "a"
              - "ba"
            {"type":"integer","minimum":-3,"exclusiveMaximum":12}
              + -3
              + 11
              - -4
              - 12
            {"type":"number","exclusiveMinimum":0.5,"maximum":2.25}
              + 0.51
              + 2.25
              - 0.5
              - 2.251
            {"$schema":"http://json-schema.org/draft-04/schema#","type":"integer","minimum":3,"exclusiveMinimum":true,"maximum":5,"exclusiveMaximum":false}
              + 4
              + 5
              - 3
              - 6
            {"type":"integer","multipleOf":3,"minimum":10}
              + 12
              - 9
              - 13
            {"type":"number","multipleOf":0.01}
              + 1.25
              + 3
              - 1.255
            {"type":"string","format":"date"}
              + "2024-02-29"
              - "2023-02-29"
              - "2024-13-01"
            {"type":"string","format":"date-time"}
              + "2024-02-29T23:59:59Z"
              + "2024-01-01T00:00:00.125+01:30"
              - "2024-01-01 00:00:00Z"
              - "2024-01-01T24:00:00Z"
            {"type":"string","format":"time"}
              + "12:00:00Z"
              - "12:00"
            {"type":"string","format":"email"}
              + "joe.bloggs@example.com"
              - "joe@"
              - ".joe@example.com"
            {"type":"string","format":"uri"}
              + "https://example.org:80/a/b?c=d#e"
              + "urn:isbn:0451450523"
              - "example.org"
              - "http://a b"
            {"type":"string","format":"uuid"}
              + "123e4567-e89b-12d3-a456-426614174000"
              - "123e4567e89b12d3a456426614174000"
            {"type":"string","format":"ipv4"}
              + "127.0.0.1"
              - "256.0.0.1"
              - "1.2.3"
            {"type":"string","format":"ipv6"}
              + "::1"
              + "2001:db8::8a2e:370:7334"
              + "::ffff:192.0.2.1"
              - "1::2::3"
              - "12345::"
            {"type":"string","format":"hostname"}
              + "a-b.example"
              - "-a.example"
            {"type":"string","format":"ipv4","pattern":"^1","minLength":9}
              + "127.0.0.1"
              - "27.10.10.1"
            {"type":"string","format":"no-such-format"}
              + "x"
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'properties':{'a':{'contains':{'type':'integer'}}}} | contains | #/properties/a",
                "{'contains':true} | contains | #",
                "{'items':{'uniqueItems':true}} | uniqueItems | #/items",
                "{'$defs':{'x':{'unevaluatedItems':false}},'$ref':'#/$defs/x'} | unevaluatedItems | #/$defs/x",
                "{'allOf':[{},{'unevaluatedProperties':false}]} | unevaluatedProperties | #/allOf/1",
                "{'anyOf':[{'$dynamicRef':'#x'}]} | $dynamicRef | #/anyOf/0",
                "{'properties':{'a/b~':{'pattern':'(a)\\\\1'}}} | pattern | #/properties/a~1b~0",
                "{'patternProperties':{'(?<=a)b':{}}} | patternProperties | #",
                "{'prefixItems':[{'format':'idn-email'}]} | format | #/prefixItems/0",
                "{'items':{'multipleOf':123456789}} | multipleOf | #/items",
                "{'minimum':1e300,'type':'integer','multipleOf':1e-300} | multipleOf | #",
                "{'not':{'properties':{'a':{'not':{'additionalProperties':false}},'b':{}}}} | '' | ''",
                "{'not':{'type':'object','not':{'additionalProperties':false}}} | not | #/not",
                "{'enum':[{'a':1}],'not':{'additionalProperties':false}} | not | #",
                "{'properties':{'a':{'$ref':'other.json'}}} | $ref | #/properties/a"
            })
    void whatCantBeEnforcedIsNamedWithItsPlace(String schema, String keyword, String path) {
        if (keyword.isEmpty()) {
            // The double negation takes itself back.
            assertThat(accepts(Grammars.ofSchema(schema.replace('\'', '"')), "{\"a\":{}}"))
                    .isTrue();
            return;
        }
        assertThatThrownBy(() -> Grammars.ofSchema(schema.replace('\'', '"')))
                .hasMessageContainingAll(keyword, path)
                .asInstanceOf(type(GrammarException.class))
                .satisfies(e -> {
                    assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED);
                    assertThat(e.keyword()).isEqualTo(keyword);
                    assertThat(e.path()).isEqualTo(path);
                });
    }

    @Test
    void whatCantBeEnforcedIsIgnoredAndListedWhereTheCallerAllowsIt() {
        Grammar grammar = Grammar.ofSchema(Grammars.json("""
                        {"type":"object","properties":{
                          "a":{"type":"array","uniqueItems":true,"items":{"type":"integer"}},
                          "b":{"type":"string","pattern":"(x)\\\\1","maxLength":2},
                          "c":{"type":"object","patternProperties":{"(?<=a)b":{"type":"null"}},"additionalProperties":false}}}"""), Grammars.TINY_VOCABULARY, GrammarOptions.LENIENT);
        assertThat(grammar.ignored())
                .containsExactlyInAnyOrder(
                        "uniqueItems at #/properties/a",
                        "pattern at #/properties/b",
                        "patternProperties at #/properties/c");
        assertThat(accepts(grammar, "{\"a\":[1,1],\"b\":\"yz\",\"c\":{\"ab\":null,\"z\":1}}"))
                .isTrue();
        assertThat(accepts(grammar, "{\"a\":[\"x\"]}")).isFalse();
        assertThat(accepts(grammar, "{\"b\":\"xyz\"}")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'properties':{'a':{'type':'text'}}} | type | #/properties/a",
                "{'enum':5} | enum | #/enum",
                "{'items':{'minimum':'1'}} | minimum | #/items",
                "{'minLength':-1} | minLength | #",
                "{'minLength':1.5} | minLength | #",
                "{'pattern':'('} | pattern | #",
                "{'multipleOf':0} | multipleOf | #",
                "{'properties':[]} | properties | #",
                "{'maximum':1e400} | maximum | #",
                "{'const':1e400} | const | #/const",
                "{'$ref':'#/$defs/none'} | $ref | #",
                "{'$ref':'#'} | $ref | #",
                "{'anyOf':[{'$ref':'#/$defs/a'}],'$defs':{'a':{'allOf':[{'$ref':'#'}]}}} | $ref | #",
                "{'items':5} | '' | #/items"
            })
    void whatIsNoSchemaIsSaidToBeNone(String schema, String keyword, String path) {
        assertThatThrownBy(() -> Grammars.ofSchema(schema.replace('\'', '"')))
                .asInstanceOf(type(GrammarException.class))
                .satisfies(e -> {
                    assertThat(e.kind()).isEqualTo(Kind.INVALID);
                    assertThat(e.keyword()).isEqualTo(keyword);
                    assertThat(e.path()).isEqualTo(path);
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "false",
                "{'type':'integer','minimum':3,'maximum':2}",
                "{'type':'integer','minimum':3.1,'maximum':3.9}",
                "{'type':'string','minLength':3,'maxLength':2}",
                "{'type':'string','pattern':'^a$','minLength':2}",
                "{'type':'object','required':['a'],'properties':{'a':false}}",
                "{'type':'object','required':['a','b'],'maxProperties':1}",
                "{'type':'object','properties':{'a':{}},'additionalProperties':false,'minProperties':2}",
                "{'type':'array','minItems':1,'items':false}",
                "{'type':'array','prefixItems':[{},false],'minItems':2}",
                "{'$ref':'#/$defs/a','$defs':{'a':{'type':'object','required':['x'],'properties':{'x':{'$ref':'#/$defs/a'}}}}}",
                "{'allOf':[{'type':'string'},{'type':'null'}]}",
                "{'enum':[]}",
                "{'not':{}}",
                "{'oneOf':[{},{}]}"
            })
    void whatNothingSatisfiesIsRefused(String schema) {
        assertThatThrownBy(() -> Grammars.ofSchema(schema.replace('\'', '"')))
                .asInstanceOf(type(GrammarException.class))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.UNSATISFIABLE));
    }
}
