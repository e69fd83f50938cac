using System.Globalization;
using System.Text;
using Hanzo.Network.Files;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Tests.Joining;

[CollectionDefinition(nameof(FuzzTests), DisableParallelization = true)]
public sealed class FuzzCollection;

/// <summary>
/// Beacons and topology files that were broken at random: none may throw anything unexpected or leave anything behind. A million of each:
/// <c>HANZO_FUZZ=1000000 dotnet test tests/Hanzo.Network.Tests -c Release --filter FullyQualifiedName~FuzzTests</c>. Alone,
/// because what is counted is the whole process's.
/// </summary>
[Collection(nameof(FuzzTests))]
public sealed class FuzzTests
{
    private const int Seed = 20_261_122;
    private const long MostBytesKept = 32 << 20;

    private static readonly int Rounds =
        int.Parse(Environment.GetEnvironmentVariable("HANZO_FUZZ") ?? "30000", CultureInfo.InvariantCulture);

    private static readonly NodeIdentity One = Nodes.Node("one", "127.0.0.1:5681");
    private static readonly NodeIdentity Two = Nodes.Node("two", "127.0.0.1:5682");

    private readonly Random _random = new(Seed);
    private readonly ManualTime _time = new();

    [Fact]
    public void Beacons()
    {
        BeaconTraffic[] nodes = [new(One, null, _time), new(One, Keys.Of(), _time)];
        var seal = new BeaconSeal(Keys.Of());
        var sealing = new BeaconVoice(Two, seal);
        var beacon = new Beacon(Two, Nodes.Cluster(1), Reply: true) { Hears = "0123456789ABCDEF" };
        var plain = BeaconCodec.Write(beacon);
        var kept = Kept(() =>
        {
            for (uint round = 1; round <= Rounds; round++)
            {
                // Also what somebody with the key has written wrongly: broken within the seal.
                var datagram = (round % 3) switch
                {
                    0 => Broken(plain, BeaconCodec.MaxBytes + 100),
                    1 => Broken(sealing.Write(beacon, _time.GetUtcNow()), BeaconCodec.MaxBytes + 100),
                    _ => seal.Seal(Broken(plain, plain.Length + 100), round % 5000, round, AboutNow()),
                };
                foreach (var node in nodes.Where(node => node.Gate.Judge(datagram) == DatagramVerdict.Take))
                    node.Reception.React(datagram, TimeSpan.Zero, _time.GetUtcNow());
                if (round % 100 == 0) _time.Advance(TimeSpan.FromSeconds(1));
            }
        });
        kept.ShouldBeLessThan(MostBytesKept);
        foreach (var node in nodes) node.Counters.Snapshot().Values.Sum().ShouldBe(Rounds);
    }

    [Fact]
    public void Topology_files()
    {
        const string Device = """{"model":"m","chip":"c","memory":16384,"flops":{"fp32":2.29,"fp16":4.58,"int8":9.16}}""";
        var whole = Encoding.UTF8.GetBytes(
            $$"""
            {"peers":{"one":{"address":"10.0.0.1","port":5681,"device_capabilities":{{Device}} },
            "two":{"address":"pi.local","port":1,"device_capabilities":{{Device}} } } }
            """);
        var read = 0;
        var kept = Kept(() =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                try
                {
                    if (TopologyFile.Parse("topology.json", Broken(whole, 4 * whole.Length)).Peers.Count > 0) read++;
                }
                catch (InvalidFileException refused)
                {
                    refused.Message.Length.ShouldBeLessThan(2000);
                }
            }
        });
        kept.ShouldBeLessThan(MostBytesKept);
        read.ShouldBeGreaterThan(0);
    }

    private DateTimeOffset AboutNow() => _time.GetUtcNow().AddSeconds(_random.Next(-40, 40));

    private byte[] Broken(byte[] whole, int most)
    {
        var bytes = new List<byte>(whole);
        for (var times = _random.Next(1, 6); times > 0 && bytes.Count > 0; times--)
        {
            var at = _random.Next(bytes.Count);
            switch (_random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)_random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << _random.Next(8));
                    break;
                case 2:
                    bytes.RemoveRange(at, _random.Next(1, Math.Min(20, bytes.Count - at) + 1));
                    break;
                case 3:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 4:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(_random.Next(1, 60), bytes.Count - at)));
                    break;
                default:
                    bytes.InsertRange(at, Enumerable.Repeat((byte)"{}[]\",:0-\\"[_random.Next(10)], _random.Next(1, 30)));
                    break;
            }
        }

        return [.. bytes.Take(most)];
    }

    private static long Kept(Action work)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        work();
        return GC.GetTotalMemory(forceFullCollection: true) - before;
    }
}
