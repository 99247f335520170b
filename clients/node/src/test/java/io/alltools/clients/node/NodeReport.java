package io.alltools.clients.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Reads what {@code node --test --test-reporter=junit} writes. */
final class NodeReport {

    /** @param failure what went wrong, empty where nothing did */
    record TestCase(String name, String failure) {}

    private NodeReport() {}

    /** No tests where node ended before it wrote the report to its end. */
    static List<TestCase> read(Path report) throws IOException {
        if (!Files.exists(report)) {
            return List.of();
        }
        List<TestCase> cases = new ArrayList<>();
        try {
            NodeList elements = DocumentBuilderFactory.newDefaultNSInstance()
                    .newDocumentBuilder()
                    .parse(report.toFile())
                    .getElementsByTagName("testcase");
            for (int i = 0; i < elements.getLength(); i++) {
                Element test = (Element) elements.item(i);
                NodeList failures = test.getElementsByTagName("failure");
                String failure =
                        failures.getLength() == 0 ? "" : failures.item(0).getTextContent();
                cases.add(new TestCase(test.getAttribute("name"), failure));
            }
        } catch (SAXException e) {
            return List.of();
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
        return cases;
    }
}
