using System.Security.Cryptography.X509Certificates;
using Akka.Actor;
using Hanzo.Network.Cluster.Consensus;
using Hanzo.Network.Cluster.Security;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.Security;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;

namespace Hanzo.Network.Cluster.Tests.Security;

/// <summary>Lists of revocations between a node's keys and its network's group.</summary>
public sealed class RevocationGroupTests(ITestOutputHelper output)
{
    [Fact]
    public async Task The_group_gets_what_the_node_knows_and_the_node_what_the_group_does_unless_nobody_has_signed_it()
    {
        await using var network = new TestNetwork(output);
        var node = await network.StartAsync("one");
        var group = node.Services.GetRequiredService<NetworkChoices>().Manager;
        var keys = new Keys { Revocations = ListOf(2) };
        var seat = node.Services.GetRequiredService<ConsensusSeat>();
        node.Gate.Current!.System.ActorOf(RevocationKeeper.Props(keys, new RevocationGroup(seat, group), NullLogger.Instance));

        await Eventually.TrueAsync(async () => (await group.GetAsync(RevocationGroup.Key))?.Value == RevocationCodec.Write(ListOf(2)));
        await group.PutAsync(RevocationGroup.Key, RevocationCodec.Write(ListOf(3)));
        await Eventually.ShouldBeAsync(() => keys.Revocations.Version, 3);

        keys.Trusts = false;
        await group.PutAsync(RevocationGroup.Key, RevocationCodec.Write(ListOf(9)));
        await Eventually.TrueAsync(async () => (await group.GetAsync(RevocationGroup.Key))?.Value == RevocationCodec.Write(ListOf(3)));
        keys.Revocations.Version.ShouldBe(3);
    }

    private static RevocationList ListOf(long version) =>
        new(version, [new Revocation("lost", DateTimeOffset.UnixEpoch)], [.. new byte[RevocationRules.SignatureBytes]]);

    private sealed class Keys : INodeSecurity
    {
        private RevocationList _list = RevocationList.None;

        /// <summary>Whether the authority has signed what is offered.</summary>
        public volatile bool Trusts = true;

        public RevocationList Revocations
        {
            get => Volatile.Read(ref _list);
            init => _list = value;
        }

        NetworkKeys INodeSecurity.Keys => throw new NotSupportedException();
        public X509Certificate2 Certificate => throw new NotSupportedException();
        public X509Certificate2Collection Authorities => throw new NotSupportedException();
        public bool VerifiesPeers => true;

        public string? Refuse(X509Certificate2 peer) => null;

        public bool Offer(RevocationList list)
        {
            if (!Trusts) return false;
            Volatile.Write(ref _list, list);
            return true;
        }
    }
}
