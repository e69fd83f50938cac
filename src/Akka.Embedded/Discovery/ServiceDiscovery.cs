using System.Collections.Immutable;
using System.Net;
using Akka.Actor;
using Akka.Event;

namespace Akka.Discovery;

/// <summary>A way to find the addresses of a service.</summary>
public abstract class ServiceDiscovery
{
    /// <param name="lookup">What to find.</param>
    /// <param name="resolveTimeout">How long the answer may take; after that the task is faulted or holds what was found so far.</param>
    public abstract Task<Resolved> Lookup(Lookup lookup, TimeSpan resolveTimeout);

    public Task<Resolved> Lookup(string serviceName, TimeSpan resolveTimeout) => Lookup(new Lookup(serviceName), resolveTimeout);

    public class Resolved : IDeadLetterSuppression, INoSerializationVerificationNeeded, IEquatable<Resolved>
    {
        public Resolved(string serviceName)
            : this(serviceName, [])
        {
        }

        public Resolved(string serviceName, IEnumerable<ResolvedTarget>? addresses)
        {
            ServiceName = serviceName;
            Addresses = addresses?.ToImmutableList() ?? [];
        }

        public string ServiceName { get; }

        public ImmutableList<ResolvedTarget> Addresses { get; }

        public bool Equals(Resolved? other) =>
            other is not null && ServiceName == other.ServiceName && Addresses.SequenceEqual(other.Addresses);

        public override bool Equals(object? obj) => Equals(obj as Resolved);

        public override int GetHashCode() => (ServiceName, Addresses.Count).GetHashCode();

        public override string ToString() => $"Resolved({ServiceName}, {string.Join(", ", Addresses)})";
    }

    /// <summary>One address of a service. Port and IP address are there only where the method knows them.</summary>
    public class ResolvedTarget : INoSerializationVerificationNeeded, IEquatable<ResolvedTarget>
    {
        public ResolvedTarget(string host, int? port = null, IPAddress? address = null)
        {
            Host = host;
            Port = port;
            Address = address;
        }

        public string Host { get; }

        public int? Port { get; }

        public IPAddress? Address { get; }

        public bool Equals(ResolvedTarget? other) =>
            other is not null && Host == other.Host && Port == other.Port && Equals(Address, other.Address);

        public override bool Equals(object? obj) => Equals(obj as ResolvedTarget);

        public override int GetHashCode() => (Host, Port, Address).GetHashCode();

        public override string ToString() => $"ResolvedTarget({Host}, {Port}, {Address})";
    }
}
