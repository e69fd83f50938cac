using Hanzo.Network.Simulation.Replay.Diagrams;
using Hanzo.Network.Simulation.World;
using static Hanzo.Network.Simulation.Tests.Replay.Recorded;

namespace Hanzo.Network.Simulation.Tests.Replay;

public sealed class DiagramRowsTests
{
    private static readonly TraceLine[] Effects = [.. Enumerable.Range(0, 100).Select(i => Line(i / 10.0, TraceKind.Effect, 0, $"e{i}"))];

    [Fact]
    public void Beyond_the_bound_the_weightiest_stay_and_the_rest_is_counted()
    {
        var result = Result("3s crash n2 for 4s", [.. Effects.Take(25), Line(10, TraceKind.Slot, 1, "takes a slot")], Broken);

        var rows = DiagramRows.Choose(result, DiagramOptions.Whole with { MaxRows = 6 });

        rows.Shown.Length.ShouldBe(6);
        rows.Shown.Select(row => row.Line.Kind).ShouldBe(
            [TraceKind.Fault, TraceKind.Effect, TraceKind.Effect, TraceKind.Verdict, TraceKind.Fault, TraceKind.Slot], ignoreOrder: true);
        rows.LeftOut[TraceKind.Effect].ShouldBe(23);
    }

    [Fact]
    public void Near_to_a_broken_property_light_things_outweigh_heavy_ones_far_away()
    {
        var result = Result("", [Line(1, TraceKind.Slot, 1, "far"), Line(5, TraceKind.Effect, 0, "near")], Broken);

        var rows = DiagramRows.Choose(result, DiagramOptions.Whole with { MaxRows = 2 });

        rows.Shown.Select(row => row.Line.Kind).ShouldBe([TraceKind.Effect, TraceKind.Verdict]);
    }

    [Fact]
    public void What_a_node_repeats_is_told_once()
    {
        var result = Result("", [Membership(1, "3 up"), Membership(2, "3 up"), Membership(3, "2 up"), Membership(4, "3 up")]);

        DiagramRows.Choose(result, DiagramOptions.Whole).Shown.Select(row => row.At).ShouldBe([At(1), At(3), At(4)]);
        DiagramRows.Choose(result, DiagramOptions.Whole with { Verbose = true }).Shown.Length.ShouldBe(4);

        static TraceLine Membership(double at, string text) => Line(at, TraceKind.Membership, 0, text);
    }

    [Fact]
    public void Of_equal_weight_those_nearest_to_the_broken_property_stay()
    {
        var rows = DiagramRows.Choose(Result("", Effects, Broken), DiagramOptions.Whole with { MaxRows = 4 });

        rows.Shown.Where(row => row.Line.Kind == TraceKind.Effect).Select(row => row.At).ShouldBe([At(5.9), At(6), At(6.1)]);
    }

    [Fact]
    public void Without_a_broken_property_the_first_stay()
    {
        var rows = DiagramRows.Choose(Result("", Effects), DiagramOptions.Whole with { MaxRows = 2 });

        rows.Shown.Select(row => row.Line.Text).ShouldBe(["e0", "e1"]);
    }

    [Fact]
    public void Outside_of_the_window_nothing_is_shown_or_counted()
    {
        var rows = DiagramRows.Choose(Result("", Effects), DiagramOptions.Whole with { From = At(2), To = At(3) });

        rows.Shown.Length.ShouldBe(11);
        rows.LeftOut.ShouldBeEmpty();
    }
}
