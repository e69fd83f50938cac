using System.Xml.Linq;
using Hanzo.Network.Simulation.Replay.Diagrams;
using Hanzo.Network.Simulation.World;
using static Hanzo.Network.Simulation.Tests.Replay.Recorded;

namespace Hanzo.Network.Simulation.Tests.Replay;

public sealed class SvgDiagramTests
{
    private static readonly DiagramOptions Options = DiagramOptions.Whole with { Verbose = true, MaxRows = DiagramOptions.MaxSvgMarks };

    [Fact]
    public void A_picture_has_node_lines_fault_bars_arrows_and_the_broken_property()
    {
        var result = Result(
            "1s partition n0,n1 for 2s; 3s crash n2 for 4s; 4s datagram-loss by 0.3 for 5s",
            [Message(2, 0, 2, 2.5, "gossip"), Line(3, TraceKind.Run, 1, "asked")],
            Broken);

        var picture = Draw(result);

        Elements(picture, "line", "life").Count().ShouldBe(3);
        Elements(picture, "rect", "fault").Count().ShouldBe(4);
        Elements(picture, "line", "down").Count().ShouldBe(1);
        Elements(picture, "line", "message").ShouldHaveSingleItem().Attribute("marker-end")!.Value.ShouldBe("url(#tip)");
        Elements(picture, "circle", "run").ShouldNotBeEmpty();
        Elements(picture, "line", "broken").ShouldHaveSingleItem().Value.ShouldContain(Broken.Why);
        picture.ToString().ShouldContain("prefers-color-scheme: dark");
    }

    [Fact]
    public void Whatever_the_network_says_the_file_is_valid_and_needs_nothing_else()
    {
        var evil = "</title><script>alert(1)</script>&amp;\u0000\u001b\uFFFE\uD83D\uDE00\uD83D";

        var picture = Draw(Result("", [Line(1, TraceKind.Log, 0, evil)], Broken with { Checker = evil, Why = evil }));

        picture.Descendants().ShouldNotContain(element => element.Name.LocalName == "script");
        picture.Descendants().Attributes().ShouldNotContain(attribute => attribute.Name.LocalName == "href");
        picture.ToString().ShouldContain("&lt;script&gt;");
        picture.Root!.Value.ShouldContain("\uD83D\uDE00");
    }

    [Fact]
    public void Faults_of_the_same_time_lie_above_each_other()
    {
        var picture = Draw(Result("1s clock-drift n0 by 1.05 for 8s; 2s slow-link n0 by 100 for 2s", []));

        Elements(picture, "rect", "fault").Select(bar => bar.Attribute("y")!.Value).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public void More_marks_than_the_bound_are_left_out_and_counted()
    {
        var lines = Enumerable.Range(0, 50).Select(i => Line(i / 10.0, TraceKind.Effect, 0, $"e{i}"));

        var picture = SvgDiagram.Draw(Result("", lines), Options with { MaxRows = 20 });

        picture.Root!.Value.ShouldContain("left out: 30 effect");
    }

    private static XDocument Draw(SimulationResult result)
    {
        using var file = new StringWriter();
        SvgDiagram.Draw(result, Options).Save(file);
        return XDocument.Parse(file.ToString());
    }

    private static IEnumerable<XElement> Elements(XDocument picture, string name, string style) =>
        picture.Descendants().Where(element => element.Name.LocalName == name && element.Attribute("class")?.Value == style);
}
