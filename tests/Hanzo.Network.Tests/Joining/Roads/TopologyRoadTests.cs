using System.Text;
using Hanzo.Network.Joining;
using Hanzo.Network.Joining.Roads;

namespace Hanzo.Network.Tests.Joining.Roads;

public sealed class TopologyRoadTests : IAsyncDisposable
{
    private readonly ManualTime _time = new();
    private readonly EditedFile _file = new();
    private readonly TopologyRoad _road;
    private readonly FollowedRoad _followed;

    public TopologyRoadTests()
    {
        _file.Write(Peers("one", "two"));
        _road = new TopologyRoad(_file, _time);
        _followed = new FollowedRoad(_road, _time);
    }

    [Fact]
    public async Task An_edit_is_followed_within_seconds()
    {
        (await TextAsync()).ShouldBe("two:5681");
        _file.Write(Peers("one", "two", "three"));
        (await TextAsync()).ShouldBe("three:5681,two:5681");
        _file.Write(Peers("one", "three"));
        (await TextAsync()).ShouldBe("three:5681");
    }

    [Fact]
    public async Task A_file_that_stays_the_same_is_not_read_again()
    {
        await TextAsync();
        await _followed.SilentAsync(TimeSpan.FromSeconds(5));
        _file.Reads.ShouldBe(1);
    }

    [Fact]
    public async Task A_bad_edit_keeps_the_last_good_one_and_says_so_until_it_is_good_again()
    {
        await TextAsync();
        _file.Write("""{"peers":{"one":{"address":"one"}}}""");
        var bad = await _followed.NextAsync();
        bad.Addresses.ShouldBeNull();
        bad.Notice.ShouldBe("home.json, line 1, peers.one: the field 'port' is missing; the peers of its last good version count.");
        bad.Error.ShouldBe(bad.Notice);
        _file.Write(Peers("one", "four"));
        var good = await _followed.NextAsync();
        (good.Error, good.Notice).ShouldBe((null, null));
        Text(good).ShouldBe("four:5681");
    }

    [Fact]
    public async Task A_file_that_does_not_list_this_node_any_more_is_a_bad_edit()
    {
        await TextAsync();
        _file.Write(Peers("two", "three"));
        (await _followed.NextAsync()).Notice.ShouldBe(
            "topology file home.json does not list this node, 'one', any more; the peers of its last good version count.");
    }

    [Fact]
    public async Task A_file_that_is_taken_away_and_comes_back_unchanged_counts_again()
    {
        await TextAsync();
        _file.Fault = "there is no such file";
        (await _followed.NextAsync()).Error!.ShouldStartWith("topology file home.json cannot be read: there is no such file;");
        _file.Fault = null;
        (await TextAsync()).ShouldBe("two:5681");
    }

    [Fact]
    public async Task Who_follows_anew_while_the_file_is_bad_gets_the_last_good_peers_and_the_reason()
    {
        await TextAsync();
        _file.Write("{");
        await _followed.NextAsync();
        await using var next = new FollowedRoad(_road, _time);
        var first = await next.NextAsync();
        Text(first).ShouldBe("two:5681");
        first.Notice.ShouldNotBeNull();
    }

    public ValueTask DisposeAsync() => _followed.DisposeAsync();

    private async Task<string> TextAsync() => Text(await _followed.NextAsync());

    private static string Text(RoadNews news) => string.Join(',', news.Addresses!.Value);

    private static string Peers(params string[] names) => "{\"peers\":{" + string.Join(',', names.Select(Peer)) + "}}";

    private static string Peer(string name) =>
        $$$"""
        "{{{name}}}":{"address":"{{{name}}}","port":5681,"device_capabilities":{"model":"m","chip":"c"}}
        """;

    private sealed class EditedFile : IWatchedFile
    {
        private byte[] _content = [];
        private int _edits;

        public string Name => "home.json";

        public string? Fault { get; set; }

        public int Reads { get; private set; }

        public void Write(string content)
        {
            _content = Encoding.UTF8.GetBytes(content);
            _edits++;
        }

        public FileStamp Stamp() =>
            Fault is null ? new FileStamp(ManualTime.Start.AddSeconds(_edits), _content.Length) : throw new FileNotFoundException(Fault);

        public byte[] Read()
        {
            Reads++;
            return _content;
        }
    }
}
