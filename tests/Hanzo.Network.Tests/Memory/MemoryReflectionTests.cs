using System.Collections.Immutable;
using Hanzo.Network.Conversations;
using Hanzo.Network.Memory;

namespace Hanzo.Network.Tests.Memory;

public sealed class MemoryReflectionTests
{
    private readonly ManualTime _time = new();
    private readonly InMemoryMemoryStore _store = new();
    private readonly MemoryManager _memory;
    private ImmutableList<TranscriptEntry> _asked = [];

    public MemoryReflectionTests() => _memory = Remembered.Manager(_store, _time);

    [Fact]
    public async Task The_oldest_are_put_into_one_that_takes_their_place()
    {
        await Fill(20);

        (await Reflect("They talked of facts 1 to 10.")).ShouldBe(10);

        _asked.ShouldBe(Enumerable.Range(1, 10).Select(n => new UserEntry($"fact {n}")));
        var left = await _store.ListAsync(MemoryFilter.All, 100, CancellationToken.None);
        left.Count.ShouldBe(11);
        var reflection = left.Single(entry => entry.Kind == MemoryKind.Reflection);
        (reflection.Text, reflection.User, reflection.Source, reflection.IsShared)
            .ShouldBe(("They talked of facts 1 to 10.", "ada", MemorySource.Summary, false));
        reflection.Sessions.ShouldBe([Remembered.First.ToString(), Remembered.Second.ToString()], ignoreOrder: true);
        (await Reflect("again")).ShouldBe(0);
    }

    [Fact]
    public async Task It_goes_with_any_session_that_it_stands_for()
    {
        await Fill(20);
        await Reflect("They talked.");

        await _memory.DeleteAsync(new MemoryFilter { Session = Remembered.Second.ToString() });

        (await _store.ListAsync(new MemoryFilter { Kind = MemoryKind.Reflection }, 100, CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Other_users_are_not_in_it()
    {
        await Fill(19);
        await Add(Remembered.Entry("bobs", "bob was here") with { User = "bob" });

        (await Reflect("x")).ShouldBe(0);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    public async Task Without_a_summary_all_stays(string? summary)
    {
        await Fill(20);

        (await Reflect(summary)).ShouldBe(0);

        (await _store.ListAsync(MemoryFilter.All, 100, CancellationToken.None)).Count.ShouldBe(20);
    }

    private async Task Fill(int count)
    {
        for (var n = 1; n <= count; n++)
        {
            var session = (n % 2 == 0 ? Remembered.First : Remembered.Second).ToString();
            await Add(Remembered.Entry($"m{n:00}", $"fact {n}") with { Sessions = [session], Created = ManualTime.Start.AddMinutes(n) });
        }
    }

    private Task<bool> Add(MemoryEntry entry) =>
        _store.WriteAsync(new MemoryWrite([entry], null, ManualTime.Start), CancellationToken.None);

    private Task<int> Reflect(string? summary) => _memory.ReflectAsync(
        Remembered.Reader(),
        Remembered.Agent,
        (old, _) =>
        {
            _asked = old;
            return Task.FromResult(summary);
        },
        CancellationToken.None);
}
