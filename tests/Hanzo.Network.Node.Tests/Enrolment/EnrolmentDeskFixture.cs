using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hanzo.Network.Adapters.Security;
using Hanzo.Network.Agents;
using Hanzo.Network.Devices;
using Hanzo.Network.Joining;
using Hanzo.Network.Node.Enrolment;
using Hanzo.Network.Security.Invites;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hanzo.Network.Node.Tests.Enrolment;

/// <summary>An authority's desk that listens on loopback, and who asks it.</summary>
internal sealed class EnrolmentDeskFixture : IAsyncDisposable
{
    private readonly DirectoryInfo _keys;
    private readonly EnrolmentListener _listener;

    /// <param name="sameMachine">Whose keys folder it uses as well; null: it has one of its own.</param>
    public EnrolmentDeskFixture(EnrolmentDeskFixture? sameMachine = null)
    {
        _keys = sameMachine?._keys ?? Directory.CreateTempSubdirectory("hanzo-keys-");
        Folder = new NetworkStore(_keys.FullName, Time).OpenOrCreate("home");
        Security = NodeSecurity.Open(Folder, "first", Time);
        Desk = new EnrolmentDesk(
            Folder, Security, _ => Task.FromResult(Status()), Counters, Time, NullLogger<EnrolmentDesk>.Instance);
        _listener = new EnrolmentListener(
            Desk, new EnrolmentOptions(IPAddress.Loopback, 0, null, null), NullLoggerFactory.Instance,
            NullLogger<EnrolmentListener>.Instance);
        Client = new EnrolmentClient(Time);
    }

    public SetTime Time { get; } = new();

    public NetworkFolder Folder { get; }

    public NodeSecurity Security { get; }

    public EnrolmentCounters Counters { get; } = new();

    public EnrolmentDesk Desk { get; }

    public EnrolmentClient Client { get; }

    public List<string> Peers { get; } = [];

    public async Task<Invite> InviteAsync()
    {
        var addresses = await _listener.OpenAsync(CancellationToken.None);
        return Desk.Issue(TimeSpan.FromMinutes(15), addresses, [NodeAddress.Parse("127.0.0.1:5681")]).ShouldNotBeNull();
    }

    /// <summary>Asks as a machine does that was invited.</summary>
    public async Task<X509Certificate2> JoinAsync(Invite invite, string nodeId = "second", ECDsa? key = null)
    {
        var own = key ?? NodeKeys.Create();
        var answer = await AskAsync(invite, nodeId, NodeKeys.Request(own, nodeId));
        using var bare = X509Certificate2.CreateFromPem(answer.Certificate.ShouldNotBeNull());
        return NodeKeys.Join(bare, own);
    }

    public async Task<AdmissionBody> AskAsync(Invite invite, string nodeId, byte[] csr)
    {
        var (address, root) = await EnrolmentClient.FindAsync(invite.Enrolment, invite.Authority.AsMemory(), CancellationToken.None);
        var asked = new JoinRequestBody(Convert.ToBase64String(invite.Token.AsSpan()), Convert.ToBase64String(csr), nodeId);
        return await Client.JoinAsync(address, root, asked, CancellationToken.None);
    }

    public Task<AdmissionBody> RenewAsync(Invite invite, X509Certificate2 own, ECDsa? key = null) => Client.RenewAsync(
        invite.Enrolment[0], Folder.Root, own,
        new RenewRequestBody(key is null ? null : Convert.ToBase64String(NodeKeys.Request(key, "any"))), CancellationToken.None);

    /// <summary>The code of the refusal that the work ends with, which was counted.</summary>
    public async Task<string> RefusalOfAsync(Func<Task> work)
    {
        var refusal = await Should.ThrowAsync<EnrolmentException>(work);
        if (refusal.Code is not (EnrolmentClient.WrongAuthority or EnrolmentClient.Unreachable))
            Counters.Refused.GetValueOrDefault(refusal.Code).ShouldBeGreaterThan(0, refusal.Message);
        return refusal.Code;
    }

    public async ValueTask DisposeAsync()
    {
        await _listener.StopAsync(CancellationToken.None);
        await _listener.DisposeAsync();
        if (_keys.Exists) _keys.Delete(recursive: true);
    }

    public NetworkStatus Status()
    {
        var load = new NodeLoad(0, 0, 0, 0);
        return new NetworkStatus
        {
            Network = "home", NodeId = "first", Runtime = "embedded", Version = "1", Durability = "shared", Address = "127.0.0.1:5681",
            Capabilities = new DeviceCapabilities { Model = "test", Chip = "test", MemoryMb = 1 }, Load = load,
            Peers = Peers.ToImmutableSortedDictionary(id => id, id => new PeerStatus
            {
                Address = "127.0.0.1:1", Status = "up", Healthy = true,
            }),
        };
    }
}
