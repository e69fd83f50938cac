using System.Collections.Immutable;

namespace Hanzo.Network.Tools;

/// <summary>Tools that may come and go while the node runs.</summary>
public interface IToolSource
{
    /// <summary>Of the tools that it has as far as it knows by now, each once. It keeps those that it cannot reach for some time.</summary>
    ImmutableArray<string> Names { get; }

    /// <summary>Plain sentences for people: what of it cannot be had now.</summary>
    ImmutableArray<string> Notices { get; }

    /// <returns>
    /// Null: such a name is none of its. Where it only cannot tell now whether there is such a tool, it is one whose calls fail and say so.
    /// </returns>
    Tool? Find(string name);
}
