using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.State;

namespace Hanzo.Network.Cluster.Tests.Hosting;

public sealed class AkkaProfileTests
{
    /// <summary>Of a bucket's cell, on the wire of Akka.NET: names, nodes and counts that the replicator adds.</summary>
    private const int BytesAroundCell = 500;

    /// <summary>The embedded replicator bounds the bytes of its messages itself, and compares nearly all buckets in one tick.</summary>
    [Fact]
    public void Buckets_of_full_size_that_are_told_in_one_message_fit_into_a_frame()
    {
        const int bucket = StateLimits.MaxBucketBytes + (StateLimits.MaxBucketCells * BytesAroundCell);
        var profile = AkkaProfile.Load(new NetworkOptions());
        var frame = profile.GetByteSize("akka.remote.dot-netty.tcp.maximum-frame-size")!.Value;

        var told = profile.GetInt("akka.cluster.distributed-data.max-delta-elements");

        if (RuntimeName.Current == RuntimeName.NuGet) told.ShouldBeInRange(1, (int)(frame / bucket));
        else told.ShouldBe(500);
    }
}
