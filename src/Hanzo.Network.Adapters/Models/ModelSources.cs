using System.Collections.Immutable;
using Hanzo.Network.Models;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Adapters.Models;

/// <summary>A provider that a person named, with its key.</summary>
/// <param name="Key">Null: it needs none.</param>
public sealed record NamedProvider(ModelEndpoint Endpoint, ModelKey? Key);

/// <summary>The endpoints that this node asks, over HTTP.</summary>
public sealed class ModelSources : IModelSources, IDisposable
{
    private readonly HttpClient _http = ModelHttp.NewClient();
    private readonly ImmutableArray<NamedProvider> _providers;
    private readonly ModelProbe _probe;
    private readonly TimeProvider _time;
    private readonly ILogger<ModelSources> _log;
    private readonly ModelSpeeds _speeds;
    private ImmutableList<ModelSource> _named;
    private ImmutableList<ModelSource> _found = [];

    public ModelSources(ImmutableArray<NamedProvider> named, TimeProvider time, ILogger<ModelSources> log)
    {
        (_providers, _time, _log) = (named, time, log);
        _probe = new ModelProbe(_http, time);
        _speeds = new ModelSpeeds(time);
        _named = [.. named.Select(provider => NewSource(provider.Endpoint, provider.Key))];
    }

    public ImmutableArray<ModelSource> Named => [.. Volatile.Read(ref _named)];

    public ImmutableArray<ModelSource> Found => [.. Volatile.Read(ref _found)];

    public ImmutableArray<ServedModel> Served => ServedModels.Of(Named, Found, _speeds);

    /// <summary>
    /// Asks named providers what they serve whose models are not known yet, and looks for servers; one that does not answer any more
    /// is found no more. Not to be called twice at once.
    /// </summary>
    /// <returns>Servers that were not there before.</returns>
    public async Task<ImmutableArray<ModelSource>> LookAsync(ImmutableArray<ModelServer> servers, CancellationToken cancellation)
    {
        var before = _found;
        var named = Task.WhenAll(_providers.Select((provider, at) => AskAsync(provider, _named[at], cancellation)));
        var found = Task.WhenAll(servers.Where(IsNotNamed).Select(server => AskAsync(server, cancellation)));
        Volatile.Write(ref _named, [.. await named]);
        Volatile.Write(ref _found, [.. (await found).OfType<ModelSource>()]);
        return [.. _found.Where(source => !before.Exists(known => known.Name == source.Name))];
    }

    public void Dispose() => _http.Dispose();

    private bool IsNotNamed(ModelServer server) => !_providers.Any(provider => provider.Endpoint.Name == server.Name
        || (provider.Endpoint.IsLocal && provider.Endpoint.BaseUrl.Port == server.Port));

    private async Task<ModelSource> AskAsync(NamedProvider provider, ModelSource source, CancellationToken cancellation)
    {
        if (!source.Models.IsEmpty || !(provider.Endpoint.IsLocal || provider.Endpoint.Model is null)) return source;
        var models = await _probe.AskAsync(provider.Endpoint.BaseUrl, provider.Key, ModelProbe.NamedPatience, cancellation);
        return models is { } known ? source with { Models = known } : source;
    }

    private async Task<ModelSource?> AskAsync(ModelServer server, CancellationToken cancellation)
    {
        var models = await _probe.AskAsync(server.BaseUrl, key: null, ModelProbe.LocalPatience, cancellation);
        if (models is not { IsEmpty: false } known) return null;
        var source = _found.Find(found => found.Name == server.Name)
            ?? NewSource(new ModelEndpoint(server.Name, server.BaseUrl), key: null) with { IsFound = true };
        return source with { Models = known };
    }

    private ModelSource NewSource(ModelEndpoint endpoint, ModelKey? key)
    {
        IChatClient client = new OpenAIChatClient(endpoint, key?.Secret, _http, _time);
        var metered = new MeteredChatClient(client, endpoint.Name, _speeds, _time);
        return new ModelSource(endpoint, new PatientChatClient(metered, endpoint, _time, _log));
    }
}
