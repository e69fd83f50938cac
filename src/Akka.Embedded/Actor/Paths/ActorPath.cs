using System.Diagnostics.CodeAnalysis;
using Akka.Embedded.Runtime;

namespace Akka.Actor;

/// <summary>
/// Where an actor is in the tree of its system. The uid tells incarnations of one path apart; it takes no part in equality of paths.
/// </summary>
public abstract class ActorPath : IEquatable<ActorPath>, IComparable<ActorPath>
{
    /// <summary>What an element may hold besides ASCII letters and digits.</summary>
    public const string ValidSymbols = "\"-_.*$+:@&=,!~';()";

    private int _hash;

    protected ActorPath(Address address, string name)
    {
        Address = address;
        Name = name;
    }

    protected ActorPath(ActorPath parentPath, string name, long uid)
    {
        Parent = parentPath;
        Address = parentPath.Address;
        Depth = parentPath.Depth + 1;
        Name = name;
        Uid = uid;
    }

    public Address Address { get; }

    public string Name { get; }

    /// <summary>Null for a root.</summary>
    public ActorPath Parent { get; } = null!;

    public int Depth { get; }

    /// <summary>0: undefined.</summary>
    public long Uid { get; }

    public ActorPath Root => ParentOf(0);

    /// <summary>The names from below the root down to this one.</summary>
    public IReadOnlyList<string> Elements
    {
        get
        {
            var names = new string[Depth];
            for (var p = this; p.Depth > 0; p = p.Parent)
                names[p.Depth - 1] = p.Name;
            return names;
        }
    }

    /// <summary>True for a name that may be given to an actor: not empty, no leading <c>$</c>, only valid symbols or %XX.</summary>
    public static bool IsValidPathElement(string s) => PathText.IsValidElement(s);

    /// <exception cref="UriFormatException">Not a path with an address.</exception>
    public static ActorPath Parse(string path) =>
        TryParse(path, out var parsed) ? parsed : throw new UriFormatException($"Can not parse an ActorPath: {path}");

    public static bool TryParse(string path, [NotNullWhen(true)] out ActorPath? actorPath)
    {
        if (Address.TryParse(path.AsSpan(), out var address, out var rest))
            return TryParse(new RootActorPath(address), rest, out actorPath);
        actorPath = null;
        return false;
    }

    public static bool TryParse(ActorPath basePath, string absoluteUri, [NotNullWhen(true)] out ActorPath? actorPath) =>
        TryParse(basePath, absoluteUri.AsSpan(), out actorPath);

    public static bool TryParse(ActorPath basePath, ReadOnlySpan<char> absoluteUri, [NotNullWhen(true)] out ActorPath? actorPath)
    {
        actorPath = basePath;
        while (!absoluteUri.IsEmpty)
        {
            var slash = absoluteUri.IndexOf('/');
            var element = slash < 0 ? absoluteUri : absoluteUri[..slash];
            if (!element.IsEmpty)
            {
                var isLast = slash < 0;
                if (!PathText.TrySplitUid(element, isLast, out var name, out var uid))
                    return false;
                actorPath = new ChildActorPath(actorPath, name, uid);
            }
            absoluteUri = slash < 0 ? default : absoluteUri[(slash + 1)..];
        }
        return true;
    }

    public ActorPath Child(string childName) => this / childName;

    public ActorPath WithUid(long uid)
    {
        if (Depth == 0)
            return uid == 0 ? this : throw new NotSupportedException("RootActorPath must have undefined Uid");
        return uid == Uid ? this : new ChildActorPath(Parent, Name, uid);
    }

    /// <param name="depth">0 is the root; negative counts upwards from here.</param>
    public ActorPath ParentOf(int depth)
    {
        var target = Math.Max(0, depth < 0 ? Depth + depth : depth);
        var current = this;
        while (current.Depth > target)
            current = current.Parent;
        return current;
    }

    public bool Equals(ActorPath? other)
    {
        if (ReferenceEquals(this, other))
            return true;
        if (other is null || Depth != other.Depth)
            return false;
        var a = this;
        var b = other;
        while (!ReferenceEquals(a, b))
        {
            if (a.Name != b.Name)
                return false;
            if (a.Depth == 0)
                return a.Address.Equals(b.Address);
            a = a.Parent;
            b = b.Parent;
        }
        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as ActorPath);

    public override int GetHashCode()
    {
        if (_hash == 0)
            _hash = StableHash.Combine(Depth == 0 ? Address.GetHashCode() : Parent.GetHashCode(), StableHash.Of(Name));
        return _hash;
    }

    public int CompareTo(ActorPath? other)
    {
        var left = this;
        var right = other;
        while (!ReferenceEquals(left, right))
        {
            if (right is null)
                return 1;
            if (left.Depth == 0 && right.Depth == 0)
                return string.CompareOrdinal(left.ToString(), right.ToString());
            if (left.Depth == 0)
                return 1;
            if (right.Depth == 0)
                return -1;
            var byName = string.CompareOrdinal(left.Name, right.Name);
            if (byName != 0)
                return byName;
            left = left.Parent;
            right = right.Parent;
        }
        return 0;
    }

    public override string ToString() => PathText.Join(this, Address.ToString(), 0);

    public string ToStringWithoutAddress() => PathText.Join(this, "", 0);

    public string ToStringWithAddress() => ToStringWithAddress(Address);

    /// <summary>With <paramref name="address"/> unless the path has a host of its own.</summary>
    public string ToStringWithAddress(Address address) => PathText.Join(this, Prefix(address), 0);

    public string ToStringWithUid() => PathText.Join(this, Address.ToString(), Uid);

    /// <summary>Address, path and <c>#uid</c>: names one incarnation.</summary>
    public string ToSerializationFormat() => ToStringWithUid();

    public string ToSerializationFormatWithAddress(Address address) => PathText.Join(this, Prefix(address), Uid);

    public static ActorPath operator /(ActorPath path, string name)
    {
        if (!PathText.TrySplitUid(name, true, out var bare, out var uid))
            throw new ArgumentException($"'{name}' is not a path element: what follows '#' must be a number.", nameof(name));
        return new ChildActorPath(path, bare, uid);
    }

    public static ActorPath operator /(ActorPath path, IEnumerable<string> name) =>
        name.Where(n => !string.IsNullOrEmpty(n)).Aggregate(path, (p, n) => p / n);

    public static bool operator ==(ActorPath? left, ActorPath? right) => Equals(left, right);

    public static bool operator !=(ActorPath? left, ActorPath? right) => !Equals(left, right);

    private string Prefix(Address address) => (Address.Host is not null && Address.Port.HasValue ? Address : address).ToString();
}

/// <summary>The root of one system's tree.</summary>
public sealed class RootActorPath(Address address, string name = "") : ActorPath(address, name);

/// <summary>Any path below a root.</summary>
public sealed class ChildActorPath(ActorPath parentPath, string name, long uid) : ActorPath(parentPath, name, uid);
