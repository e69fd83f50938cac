using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Hanzo.Network.Cluster.Tests.Consensus;

/// <summary>Collects what members of groups tell <see cref="Telemetry.Meter"/>.</summary>
internal sealed class GroupMetrics : IDisposable
{
    private readonly ConcurrentQueue<(string Name, string Tags, double Value)> _measured = [];
    private readonly MeterListener _listener;

    public GroupMetrics()
    {
        _listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == Telemetry.Name && instrument.Name.StartsWith("hanzo.consensus.", StringComparison.Ordinal))
                    self.EnableMeasurementEvents(instrument);
            },
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument.Name, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument.Name, value, tags));
        _listener.Start();
    }

    /// <summary>Of all that are alive.</summary>
    public void Observe() => _listener.RecordObservableInstruments();

    public double Sum(string name, string tags) => Of(name, tags).Sum(one => one.Value);

    public int Count(string name, string tags) => Of(name, tags).Count();

    public void Dispose() => _listener.Dispose();

    private IEnumerable<(string Name, string Tags, double Value)> Of(string name, string tags) =>
        _measured.Where(one => one.Name == name && one.Tags == tags);

    private void Note(string name, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _measured.Enqueue((name, string.Join(',', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}")), value));
}
