using Hanzo.Network.Simulation.Replay.Diagrams;
using Hanzo.Network.Simulation.World;
using static Hanzo.Network.Simulation.Tests.Replay.Recorded;

namespace Hanzo.Network.Simulation.Tests.Replay;

public sealed class TextDiagramTests
{
    private static readonly TraceLine[] Lines =
    [
        Line(0.5, TraceKind.Process, 0, "process 1 starts"),
        Line(1, TraceKind.Slot, 2, "takes math.17"),
        Message(2, 0, 2, 2.5, "gossip"),
        Line(3.5, TraceKind.Run, 1, "asked\nfor r1"),
        Line(5, TraceKind.Run, 0, "ended r1"),
    ];

    [Fact]
    public void Time_runs_down_nodes_are_columns_and_faults_are_spans()
    {
        var result = Result("3s crash n2 for 4s; 4s slow-link n0 by 200 for 2s", Lines, Broken);

        string.Join('\n', TextDiagram.Lines(result, DiagramOptions.Whole with { Verbose = true }).SkipLast(1)).ShouldBe(
            """
                    time        n0  n1  n2
               00:00.500        ●   │   │    n0 process 1 starts
               00:01.000        │   │   ■    n2 takes math.17
               00:02.000        ○───┼──→│    n0 to n2 gossip (until 00:02.500)
               00:03.000 ┬      │   │   ▼    crash n2 for 4s
               00:03.500 │      │   ▶        n1 asked for r1
               00:04.000 │┬     ▼   │        slow-link n0 by 200 for 2s
               00:05.000 ││     ▶   │        n0 ended r1
               00:06.000 │┴     ▼   │        slow-link n0 is over
               00:06.000 │      │   │        ✗ one owner per slot: slot math.17 is held by n0 and <n2> & "n1"
               00:07.000 ┴      │   │   ▼    crash n2 is over
            """);
    }

    [Fact]
    public void What_is_not_verbose_leaves_out_messages_and_says_so()
    {
        var text = string.Join('\n', TextDiagram.Lines(Result("", Lines), DiagramOptions.Whole));

        text.ShouldNotContain("gossip");
        text.ShouldContain("left out: 1 message; --verbose");
    }

    [Fact]
    public void A_fault_that_began_before_the_window_is_told_first()
    {
        var result = Result("3s crash n2 for 4s", Lines);

        var lines = TextDiagram.Lines(result, DiagramOptions.Whole with { From = At(4.5) }).ToArray();

        lines[1].ShouldContain("since 00:03.000: crash n2 for 4s");
        lines[2].ShouldStartWith("   00:05.000 │");
        lines.ShouldNotContain(line => line.Contains("asked"));
    }

    [Fact]
    public void A_text_of_the_network_stays_on_its_line()
    {
        var lines = TextDiagram.Lines(Result("", [Line(1, TraceKind.Log, 0, "a\r\nb\u001b[31m" + new string('x', 5000))]),
            DiagramOptions.Whole with { Verbose = true }).ToArray();

        lines[1].ShouldNotContain('\u001b');
        lines[1].Length.ShouldBeLessThan(300);
    }
}
