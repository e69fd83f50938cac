using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using DnsClient;
using Hanzo.Network.Joining;
using Hanzo.Network.Joining.Roads;

namespace Hanzo.Network.Adapters.Roads;

/// <summary>Addresses by the system's resolver, which also knows its hosts file; services by asking name servers.</summary>
/// <param name="server">Asked for both, instead of the system's resolver and its name servers; null: these.</param>
public sealed class DnsLookup(IPEndPoint? server = null) : INameLookup
{
    /// <summary>Of each of two tries: a node founds a cluster of its own when a road has been silent for 2 s.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(800);

    private readonly Lazy<LookupClient> _client = new(() => new LookupClient(Options(server)));

    public async Task<ImmutableArray<IPAddress>> AddressesAsync(string name, CancellationToken cancellation)
    {
        if (server is not null)
        {
            var four = await AskAsync(name, QueryType.A, cancellation);
            var six = await AskAsync(name, QueryType.AAAA, cancellation);
            return [.. four.Answers.AddressRecords().Concat(six.Answers.AddressRecords()).Select(record => record.Address)];
        }

        try
        {
            return [.. await Dns.GetHostAddressesAsync(name, cancellation)];
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData)
        {
            return [];
        }
        catch (SocketException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    public async Task<ImmutableArray<NodeAddress>> ServicesAsync(string name, CancellationToken cancellation)
    {
        var found = await AskAsync(name, QueryType.SRV, cancellation);
        return
        [
            .. found.Answers.SrvRecords()
                .Select(record => NodeAddress.TryCreate(record.Target.Value.TrimEnd('.'), record.Port, out var node) ? node : null)
                .OfType<NodeAddress>(),
        ];
    }

    private async Task<IDnsQueryResponse> AskAsync(string name, QueryType type, CancellationToken cancellation)
    {
        try
        {
            var answer = await _client.Value.QueryAsync(name, type, cancellationToken: cancellation);
            if (!answer.HasError || answer.Header.ResponseCode == DnsHeaderResponseCode.NotExistentDomain) return answer;
            throw new IOException(answer.ErrorMessage);
        }
        catch (Exception e) when (e is DnsResponseException or InvalidOperationException or SocketException)
        {
            throw new IOException(e.Message, e);
        }
    }

    private static LookupClientOptions Options(IPEndPoint? server)
    {
        var options = server is null ? new LookupClientOptions() : new LookupClientOptions(server);
        options.Timeout = Patience;
        options.Retries = 1;
        options.UseCache = false;
        return options;
    }
}
