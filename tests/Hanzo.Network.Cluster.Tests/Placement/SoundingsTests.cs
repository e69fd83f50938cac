using System.Collections.Immutable;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Tests;
using static Hanzo.Network.Cluster.Tests.Support.Directories;

namespace Hanzo.Network.Cluster.Tests.Placement;

public sealed class SoundingsTests
{
    private readonly ManualTime _time = new();
    private readonly Dictionary<string, TaskCompletionSource<bool>> _asked = new(StringComparer.Ordinal);
    private readonly Soundings _soundings;
    private readonly DirectorySnapshot _snapshot = Of(Node("self", MathAgent), Node("one", MathAgent), Node("two", MathAgent)).Snapshot;
    private int _questions;

    public SoundingsTests() => _soundings = new Soundings(_time);

    [Fact]
    public async Task Who_has_answered_within_a_second_is_not_asked_again()
    {
        await AnswersAsync("one");
        (await SilentAsync("one", "self")).ShouldBeEmpty();
        _questions.ShouldBe(1);

        _time.Advance(Soundings.Fresh);
        await AnswersAsync("one");
        _questions.ShouldBe(2);
    }

    [Fact]
    public async Task Those_who_ask_at_the_same_time_share_a_question()
    {
        var (first, second) = (SilentAsync("one"), SilentAsync("one"));
        _asked["one"].SetResult(true);

        (await first).ShouldBeEmpty();
        (await second).ShouldBeEmpty();
        _questions.ShouldBe(1);
    }

    [Fact]
    public async Task Where_one_does_not_answer_at_once_the_others_are_asked_too()
    {
        var silent = SilentAsync("one");
        _questions.ShouldBe(1);
        _time.Advance(Soundings.Doubt);
        await Eventually(() => _questions == 2);
        _asked["two"].SetResult(true);
        _time.Advance(Soundings.Patience);
        silent.IsCompleted.ShouldBeFalse();
        _asked["one"].SetResult(false);

        (await silent).ShouldBe(["one"]);
    }

    [Fact]
    public async Task Who_was_silent_is_held_for_it_while_it_is_asked_again_and_until_it_answers()
    {
        var first = SilentAsync("one");
        _asked["one"].SetResult(false);
        (await first).ShouldBe(["one"]);

        _time.Advance(TimeSpan.FromSeconds(1));
        (await SilentAsync("one")).ShouldBe(["one"]);
        _questions.ShouldBe(2);
        _asked["one"].SetResult(true);
        (await SilentAsync("one")).ShouldBeEmpty();
        _questions.ShouldBe(2);
    }

    [Fact]
    public async Task A_node_out_of_reach_is_not_asked()
    {
        var lost = Of(Node("self", MathAgent), Node("one", MathAgent)).Reachability(AddressOf("one"), 1, reachable: false).Snapshot;

        (await _soundings.SilentAsync([lost.Find("one")!], lost.Usable, Ask, CancellationToken.None)).ShouldBe(["one"]);
        _questions.ShouldBe(0);
    }

    private async Task AnswersAsync(string node)
    {
        var silent = SilentAsync(node);
        _asked[node].SetResult(true);
        (await silent).ShouldBeEmpty();
    }

    private Task<ImmutableSortedSet<string>> SilentAsync(params string[] nodes) =>
        _soundings.SilentAsync(nodes.Select(node => _snapshot.Find(node)!), _snapshot.Usable, Ask, CancellationToken.None);

    private Task<bool> Ask(NodeEntry node)
    {
        _questions++;
        return (_asked[node.NodeId!] = new TaskCompletionSource<bool>()).Task;
    }

    private static async Task Eventually(Func<bool> holds)
    {
        while (!holds()) await Task.Yield();
    }
}
