using Akka.Embedded.Tools.PublishSubscribe;

namespace Akka.Embedded.Tests.Tools;

public sealed class OwnEntriesTests
{
    [Fact]
    public void A_delta_holds_what_has_changed_since()
    {
        var own = new OwnEntries(100);
        own.Set(Topic("a"), true);
        own.Set(Topic("b"), true);
        own.Set(Topic("a"), false);

        own.Version.ShouldBe(3);
        Described(own.After(1)).ShouldBe("1>3: +b -a");
        Described(own.After(2)).ShouldBe("2>3: -a");
        Described(own.After(3)).ShouldBe("3>3:");
    }

    [Fact]
    public void From_the_beginning_removals_are_left_out()
    {
        var own = new OwnEntries(100);
        own.Set(Topic("a"), true);
        own.Set(Topic("b"), true);
        own.Set(Topic("a"), false);

        Described(own.After(0)).ShouldBe("0>3: +b");
    }

    [Fact]
    public void What_is_so_already_is_no_change()
    {
        var own = new OwnEntries(100);

        own.Set(Topic("a"), false).ShouldBeFalse();
        own.Set(Topic("a"), true).ShouldBeTrue();
        own.Set(Topic("a"), true).ShouldBeFalse();
        own.Version.ShouldBe(1);
    }

    [Fact]
    public void A_large_delta_comes_in_parts()
    {
        var own = new OwnEntries(2);
        foreach (var name in (string[])["a", "b", "c"])
            own.Set(Topic(name), true);

        Described(own.After(0)).ShouldBe("0>2: +a +b");
        Described(own.After(2)).ShouldBe("2>3: +c");
    }

    [Fact]
    public void Long_names_make_small_deltas()
    {
        var own = new OwnEntries(100);
        for (var i = 0; i < 60; i++)
            own.Set(Topic(new string('x', EntryKey.MaxNameLength - 2) + $"{i:00}"), true);

        own.After(0).Changes.Length.ShouldBe(16);
    }

    [Fact]
    public void Forgotten_removals_are_not_told_any_more()
    {
        var own = new OwnEntries(100);
        own.Set(Topic("a"), true);
        own.Set(Topic("a"), false);
        own.ForgetRemovals(own.Version);

        own.After(1).Changes.ShouldBeEmpty();
        own.Set(Topic("a"), true).ShouldBeTrue();
        Described(own.After(2)).ShouldBe("2>3: +a");
    }

    [Fact]
    public void With_too_many_removals_whoever_lags_behind_gets_everything_anew()
    {
        var own = new OwnEntries(10);
        own.Set(Topic("kept"), true);
        own.Set(Topic("too"), true);
        for (var i = 0; i <= OwnEntries.MaxRemovals; i++)
        {
            own.Set(Topic($"t{i}"), true);
            own.Set(Topic($"t{i}"), false);
        }

        var anew = own.After(2);
        anew.From.ShouldBe(0);
        anew.To.ShouldBe(own.Version);
        anew.Changes.Select(change => change.Key.Name).ShouldBe(["kept", "too"]);
        own.After(own.Version - 1).From.ShouldBe(own.Version - 1, "the first part of what is sent anew is not too old itself");
    }

    private static EntryKey Topic(string name) => EntryKey.OfTopic(name);

    private static string Described(EntryDelta delta) =>
        $"{delta.From}>{delta.To}:" + string.Concat(delta.Changes.Select(change => $" {(change.Present ? '+' : '-')}{change.Key.Name}"));
}
