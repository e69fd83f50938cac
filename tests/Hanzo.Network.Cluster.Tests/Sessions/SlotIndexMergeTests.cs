using Hanzo.Network.Cluster.Sessions.Slots;
using Hanzo.Network.State;

namespace Hanzo.Network.Cluster.Tests.Sessions;

public sealed class SlotIndexMergeTests
{
    private const string Index = "0index.math.1";
    private readonly InMemoryEventStore _store = new(TimeProvider.System);

    [Fact]
    public async Task What_is_open_in_one_index_is_opened_in_the_other()
    {
        await AppendAsync(Index, new SlotChanged(["A", "B"], []), new SlotChanged(["C"], ["A"]));

        (await MergedAsync(Index)).ShouldBe(["B", "C"]);
    }

    [Fact]
    public async Task An_index_without_sessions_says_that_there_is_something()
    {
        await AppendAsync(Index, new SlotChanged([], []));

        (await MergedAsync(Index)).ShouldBe([]);
    }

    [Fact]
    public async Task What_is_no_index_or_cannot_be_read_is_no_other_ones()
    {
        await AppendAsync("math.1.A", new SlotChanged([], []));
        await _store.AppendAsync(Index, 0, "w", [new NewEvent("slot.changed.99", default)], CancellationToken.None);

        (await MergedAsync("math.1.A")).ShouldBeNull();
        (await MergedAsync(Index)).ShouldBeNull();
    }

    private Task AppendAsync(string id, params SlotChanged[] changes) => _store.AppendAsync(
        id, 0, "w", [.. changes.Select(change => new NewEvent(SlotChangedCodec.Manifest, SlotChangedCodec.Encode(change)))],
        CancellationToken.None);

    private async Task<string[]?> MergedAsync(string id)
    {
        var highest = await _store.HighestAsync(id, CancellationToken.None);
        var history = await HistoryImport.OfAsync(_store, "s", id, highest, CancellationToken.None);
        if (await SlotIndexMerge.EventsOfAsync(history, CancellationToken.None) is not { } events) return null;
        events.Count.ShouldBeGreaterThan(0);
        return [.. events.SelectMany(one => SlotChangedCodec.Decode(one.Manifest, one.Payload.Span).Opened)];
    }
}
